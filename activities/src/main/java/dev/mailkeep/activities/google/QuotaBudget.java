package dev.mailkeep.activities.google;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Paces calls in Google's own units, so that none is rejected: each mailbox below the limit of a user, all mailboxes of
 * this process together below the limit of the project. Spreads calls evenly (the generic cell rate algorithm) with a
 * small burst, as Google counts over a sliding minute.
 */
public final class QuotaBudget {

    /** A wait longer than this is given back to the caller instead of holding its thread. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** The part of a minute's units that may be used at once; the rest is spread. */
    private static final double BURST = 0.05;

    private final Map<UUID, Pace> mailboxes = new ConcurrentHashMap<>();
    private final Pace project;
    private final double unitsPerMinute;
    private final LongSupplier nanoTime;
    private final Sleep sleep;

    public QuotaBudget(QuotaSettings quota) {
        this(quota, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
    }

    QuotaBudget(QuotaSettings quota, LongSupplier nanoTime, Sleep sleep) {
        this.nanoTime = nanoTime;
        this.sleep = sleep;
        unitsPerMinute = quota.usablePerMinute();
        project = new Pace(quota.projectUnitsPerMinute() * quota.share());
    }

    /** Lets time pass. */
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    /**
     * Waits until the units may be used and takes them.
     *
     * @throws GoogleFailure.Throttled when that is more than ten seconds away; nothing is taken then
     */
    void pay(UUID mailboxId, int units) {
        Pace mailbox = mailboxes.computeIfAbsent(mailboxId, id -> new Pace(unitsPerMinute));
        sleep(mailbox.take(units));
        sleep(project.take(units));
    }

    /** Forgets a mailbox that is gone. */
    public void forget(UUID mailboxId) {
        mailboxes.remove(mailboxId);
    }

    private void sleep(long nanos) {
        if (nanos <= 0) {
            return;
        }
        try {
            sleep.nanos(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new GoogleFailure.Unavailable("Stopped while waiting for quota");
        }
    }

    /** One limit, spread over time. */
    private final class Pace {
        private final double nanosPerUnit;
        private final long burstNanos;
        private long paidUntil = nanoTime.getAsLong() - Duration.ofMinutes(1).toNanos();

        Pace(double unitsPerMinute) {
            double minute = Duration.ofMinutes(1).toNanos();
            // Within any minute: the burst plus what is spread; together never more than the limit.
            nanosPerUnit = minute / (unitsPerMinute * (1 - BURST));
            burstNanos = (long) (unitsPerMinute * BURST * nanosPerUnit);
        }

        /** Takes the units and says how many nanoseconds to wait before using them. */
        synchronized long take(int units) {
            long now = nanoTime.getAsLong();
            long earliest = Math.max(paidUntil, now - burstNanos);
            long cost = (long) (units * nanosPerUnit);
            long wait = earliest + cost - now;
            if (wait > LONGEST_WAIT.toNanos()) {
                throw new GoogleFailure.Throttled(Instant.now().plusNanos(wait), false);
            }
            paidUntil = earliest + cost;
            return wait;
        }
    }
}
