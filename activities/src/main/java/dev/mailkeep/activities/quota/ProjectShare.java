package dev.mailkeep.activities.quota;

/** This process's part of what the whole project may use. */
interface ProjectShare {

    /**
     * What it may use at present.
     *
     * @throws QuotaUnknown when nobody knows
     */
    double unitsPerMinute();

    /** Notes that so many units were used, and whether more would have been. */
    void used(int units, boolean wantedMore);

    /** Google says that the whole project uses too much. */
    void tooMuch();

    /** The whole of it, for a process that is the only one. */
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
