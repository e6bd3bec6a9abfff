package dev.mailkeep.activities.quota;

import java.time.Duration;

/**
 * This process's part of the project's quota, spread evenly (the generic cell rate algorithm) over all of its
 * mailboxes. An import leaves half of what is saved up to checks.
 */
final class ProjectBudget implements QuotaGate.Limit {

    private static final long SAVED_UP = Duration.ofSeconds(1).toNanos();
    private static final long LEFT_BY_IMPORTS = SAVED_UP / 2;
    private static final double MINUTE = Duration.ofMinutes(1).toNanos();

    private final ProjectShare share;
    private final QuotaGate gate;
    private long evenUntil;

    ProjectBudget(ProjectShare share, Ticker ticker) {
        this.share = share;
        gate = new QuotaGate(this, ticker);
        evenUntil = ticker.nanos();
    }

    /**
     * Waits until this many units may be used, and takes them.
     *
     * @throws QuotaUnknown when it is unknown how many units are left
     */
    void take(int units, Urgency urgency) throws InterruptedException {
        gate.pass(units, urgency);
    }

    /** Slows down, because Google says that the whole project uses too much. */
    void tooMuch() {
        share.tooMuch();
    }

    @Override
    public long delay(int units, Urgency urgency, long now) {
        long saved = urgency == Urgency.IMPORT ? LEFT_BY_IMPORTS : 0;
        long delay = Math.max(0, Math.max(evenUntil, now - SAVED_UP) + saved - now);
        if (share.unitsPerMinute() <= 0) {
            delay = Duration.ofSeconds(1).toNanos();
        }
        if (delay > 0) {
            share.used(0, true);
        }
        return delay;
    }

    @Override
    public void take(int units, long now) {
        long cost = (long) (units * MINUTE / share.unitsPerMinute());
        evenUntil = Math.max(evenUntil, now - SAVED_UP) + cost;
        share.used(units, false);
    }
}
