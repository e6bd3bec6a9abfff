package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.List;

/**
 * The budget of one Google account: never more than the limit in any minute, imports spread evenly over the minute, and
 * a maximum of calls at once.
 */
final class AccountBudget implements QuotaGate.Limit {

    /** An import may catch up on what it could not use for this long, in the gaps between the steps of a sync. */
    private static final long CATCH_UP = Duration.ofSeconds(5).toNanos();

    /** After a concurrency 429: pause for this long and halve the calls at once, then allow one more every minute. */
    private static final long BACKOFF = Duration.ofSeconds(1).toNanos();

    private static final long RECOVERY = Duration.ofMinutes(1).toNanos();

    private final QuotaSettings quota;
    private final Window window = new Window();
    private final QuotaGate gate;
    private final double nanosPerUnit;
    private final Ticker ticker;
    private long evenUntil;
    private int inFlight;
    private int maxInFlight;
    private long refusedAt;
    private long lastUsed;

    AccountBudget(QuotaSettings quota, Ticker ticker) {
        this.quota = quota;
        this.ticker = ticker;
        gate = new QuotaGate(this, ticker);
        nanosPerUnit = Duration.ofMinutes(1).toNanos() / quota.importPerMinute();
        maxInFlight = quota.maxInFlight();
        // What was spent before this process began is unknown, so there is nothing to catch up on.
        evenUntil = ticker.nanos();
        refusedAt = ticker.nanos() - RECOVERY;
        lastUsed = ticker.nanos();
    }

    /** Waits until a call of this many units may begin. */
    void begin(int units, Urgency urgency) throws InterruptedException {
        gate.pass(units, urgency);
    }

    /** Records that a call has ended. */
    void end(int units) {
        gate.change(() -> {
            inFlight--;
            window.end(units, ticker.nanos());
        });
    }

    /** Gives back the units of a call that is not made after all. */
    void cancel(int units) {
        gate.change(() -> {
            inFlight--;
            window.cancel(units);
        });
    }

    /** Halves the calls at once, after Google found too many. Refusals of the same moment count once. */
    void tooManyAtOnce() {
        gate.change(() -> {
            long now = ticker.nanos();
            if (now - refusedAt >= BACKOFF) {
                maxInFlight = Math.max(1, maxInFlight / 2);
                refusedAt = now;
            }
        });
    }

    /** What this process spent in the last minute. */
    int[] spent() {
        var seconds = new int[1][];
        gate.change(() -> seconds[0] = window.seconds(ticker.nanos()));
        return seconds[0];
    }

    /** Sets what other processes have spent. */
    void usageOfOtherProcesses(List<UsageOfOtherProcess> others) {
        gate.change(() -> window.replaceUsageOfOthers(others, ticker.nanos()));
    }

    boolean isIdleSince(long nanos) {
        return lastUsed < nanos;
    }

    @Override
    public long delay(int units, Urgency urgency, long now) {
        if (maxInFlight < quota.maxInFlight() && now - refusedAt >= RECOVERY) {
            maxInFlight++;
            refusedAt = now;
        }
        if (inFlight >= maxInFlight) {
            return UNKNOWN;
        }
        long backoff = maxInFlight < quota.maxInFlight() ? Math.max(0, refusedAt + BACKOFF - now) : 0;
        if (urgency == Urgency.LIVE) {
            return Math.max(backoff, window.delay(units, (long) quota.usablePerMinute(), now));
        }
        long even = Math.max(evenUntil, now - CATCH_UP) - now;
        long room = window.delay(units, (long) quota.importPerMinute(), now);
        return Math.max(Math.max(backoff, even), room);
    }

    @Override
    public void take(int units, long now) {
        window.begin(units);
        inFlight++;
        evenUntil = Math.max(evenUntil, now - CATCH_UP) + (long) (units * nanosPerUnit);
        lastUsed = now;
    }
}
