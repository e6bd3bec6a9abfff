package dev.mailkeep.activities.quota;

import dev.mailkeep.activities.outage.DatabaseFailure;
import dev.mailkeep.activities.outage.Outage;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * A part of the project's quota, leased from PostgreSQL for some seconds and many calls. It is a rate, not a number of
 * units, so that the rates of all processes together never exceed the limit. A thread of its own renews it. A lease
 * that can't be renewed ends, and then no calls are made.
 */
@Component
final class LeasedShare implements ProjectShare, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeasedShare.class);

    private static final Duration LASTS = Duration.ofSeconds(30);
    private static final Duration RENEWED_EVERY = Duration.ofSeconds(10);

    /** How much earlier a lease ends here than in PostgreSQL, to allow for the time of PostgreSQL's answer. */
    private static final Duration CAUTION = Duration.ofSeconds(3);

    /** The number of the PostgreSQL lock; any number that is not in use elsewhere. */
    private static final long LOCK = 0x6d61696c71756f74L;

    /** By how much a slowdown has recovered: a factor that doubles every minute. */
    private static final String RECOVERED =
            "power(2, least(10, cast(extract(epoch from clock_timestamp() - present.since) as double precision) / 60))";

    private final QuotaSettings quota;
    private final UUID holder;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final Outage database;
    private final Ticker ticker;
    private final AtomicLong usedSinceRenewal = new AtomicLong();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var daemon = new Thread(task, "quota-lease");
        daemon.setDaemon(true);
        return daemon;
    });
    private volatile boolean wantsMore;
    private volatile boolean started;
    private volatile Lease lease;
    private long renewedAt;

    private record Lease(double unitsPerMinute, long endsAt) {}

    @Autowired
    LeasedShare(QuotaSettings quota, JdbcClient jdbc, TransactionOperations transactions, Outage database) {
        this(quota, UUID.randomUUID(), jdbc, transactions, database, Ticker.SYSTEM);
    }

    LeasedShare(
            QuotaSettings quota,
            UUID holder,
            JdbcClient jdbc,
            TransactionOperations transactions,
            Outage database,
            Ticker ticker) {
        this.quota = quota;
        this.holder = holder;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.database = database;
        this.ticker = ticker;
        lease = new Lease(0, ticker.nanos() - 1);
        renewedAt = ticker.nanos();
    }

    @Override
    public double unitsPerMinute() {
        start();
        Lease now = lease;
        if (ticker.nanos() >= now.endsAt()) {
            throw new QuotaUnknown();
        }
        return now.unitsPerMinute();
    }

    @Override
    public void used(int units, boolean wantedMore) {
        usedSinceRenewal.addAndGet(units);
        if (wantedMore) {
            wantsMore = true;
        }
    }

    /** Takes the first lease when the first call of a process needs it. */
    private void start() {
        if (started) {
            return;
        }
        synchronized (this) {
            if (!started) {
                started = true;
                renew();
                long every = RENEWED_EVERY.toMillis();
                thread.scheduleWithFixedDelay(this::renew, every, every, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Renews the lease; if that fails, the old one stays until its end. */
    synchronized void renew() {
        try {
            long asked = ticker.nanos();
            double minutes = Math.max(
                    1e-3, (asked - renewedAt) / (double) Duration.ofMinutes(1).toNanos());
            long used = usedSinceRenewal.getAndSet(0);
            // Ask for room to grow, so that a mailbox that begins an import need not wait for the next renewal.
            double wanted = wantsMore ? quota.projectUsablePerMinute() : 2 * (used / minutes + quota.usablePerMinute());
            wantsMore = false;
            renewedAt = asked;
            double granted = transactions.execute(status -> grant(wanted));
            lease = new Lease(granted, asked + LASTS.minus(CAUTION).toNanos());
        } catch (DataAccessException | TransactionException away) {
            failed("The lease of the project's quota could not be renewed", away);
        }
    }

    private void failed(String what, RuntimeException failure) {
        DatabaseFailure.outage(failure)
                .ifPresentOrElse(
                        database::met,
                        () -> log.warn("{}: {}", what, failure.getClass().getSimpleName()));
    }

    private double grant(double wanted) {
        jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query(row -> {});
        jdbc.sql("delete from quota_leases where expires_at < clock_timestamp()")
                .update();
        List<Allocation.Other> others = jdbc.sql("select granted, wanted from quota_leases where holder <> :holder")
                .param("holder", holder)
                .query((row, n) -> new Allocation.Other(row.getDouble("granted"), row.getDouble("wanted")))
                .list();
        double granted = Allocation.grant(quota.projectUsablePerMinute() * slowdown(), wanted, others);
        jdbc.sql("""
                        insert into quota_leases (holder, granted, wanted, expires_at)
                        values (:holder, :granted, :wanted, clock_timestamp() + make_interval(secs => :lasts))
                        on conflict (holder) do update
                            set granted = excluded.granted, wanted = excluded.wanted, expires_at = excluded.expires_at
                        """)
                .param("holder", holder)
                .param("granted", granted)
                .param("wanted", wanted)
                .param("lasts", LASTS.toSeconds())
                .update();
        return granted;
    }

    /**
     * The part of the quota that may be used after Google refused; it doubles every minute until it is the whole quota.
     */
    private double slowdown() {
        return jdbc.sql("""
                        select least(1, factor * %s) from quota_slowdown as present
                        """.formatted(RECOVERED)).query(Double.class).optional().orElse(1.0);
    }

    @Override
    public void tooMuch() {
        try {
            // Refusals of the same moment count once, over all processes.
            int changed = jdbc.sql("""
                            insert into quota_slowdown as present (factor, since) values (0.5, clock_timestamp())
                            on conflict (one) do update
                                set since = excluded.since,
                                    factor = greatest(0.01, 0.5 * least(1, present.factor * %s))
                                where present.since < clock_timestamp() - interval '5 seconds'
                            """.formatted(RECOVERED)).update();
            if (changed > 0) {
                log.warn(
                        "Google says that the whole project makes too many calls; all mailboxes slow down for some minutes");
            }
        } catch (DataAccessException away) {
            failed("Other processes could not be told that Google wants fewer calls", away);
        }
        renew();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (started) {
                jdbc.sql("delete from quota_leases where holder = :holder")
                        .param("holder", holder)
                        .update();
            }
        } catch (DataAccessException away) {
            log.debug("The lease of the project's quota expires by itself");
        }
    }
}
