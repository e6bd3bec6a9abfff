package dev.mailkeep.activities.quota;

/** This process's share of the project's quota. */
interface ProjectShare {

    /**
     * The units a minute that this process may use at present.
     *
     * @throws QuotaUnknown when that is unknown
     */
    double unitsPerMinute();

    /** Notes how many units were used, and whether more were wanted. */
    void used(int units, boolean wantedMore);

    /** Slows down, because Google says that the whole project uses too much. */
    void tooMuch();

    /** The whole quota, for a process that is the only one. */
    static ProjectShare whole(QuotaSettings quota) {
        return new ProjectShare() {
            @Override
            public double unitsPerMinute() {
                return quota.projectUsablePerMinute();
            }

            @Override
            public void used(int units, boolean wantedMore) {}

            @Override
            public void tooMuch() {}
        };
    }
}
