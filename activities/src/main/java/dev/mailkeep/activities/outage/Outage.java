package dev.mailkeep.activities.outage;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs that something everybody needs can't be used: one line when a caller first meets the outage, one line a minute
 * while callers meet it again, and one line when it is over. There are no more lines, however many requests, probes and
 * mailboxes meet it, and never a stack trace.
 */
public final class Outage {

    private static final long SAY_AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final String name;
    private final String consequence;
    private final LongSupplier nanoTime;
    private boolean open;
    private long begunAt;
    private long saidAt;

    /**
     * @param name what can't be used
     * @param consequence what that means, as a sentence without its full stop
     */
    public Outage(Logger log, String name, String consequence, LongSupplier nanoTime) {
        this.log = log;
        this.name = name;
        this.consequence = consequence;
        this.nanoTime = nanoTime;
    }

    /**
     * A caller met the outage.
     *
     * @param reason a word or a code, never a text from outside
     */
    public synchronized void met(String reason) {
        long now = nanoTime.getAsLong();
        if (!open) {
            open = true;
            begunAt = now;
            saidAt = now;
            log.warn("{} can't be used ({}). {}", name, reason, consequence);
        } else if (now - saidAt >= SAY_AGAIN_NANOS) {
            saidAt = now;
            log.warn("{} could not be used for {} s ({})", name, seconds(now), reason);
        }
    }

    /** The outage is over. */
    public synchronized void over() {
        if (open) {
            open = false;
            log.info("{} can be used again, after {} s", name, seconds(nanoTime.getAsLong()));
        }
    }

    /** Whether a caller met the outage and none has found it to be over. */
    public synchronized boolean isOpen() {
        return open;
    }

    private long seconds(long now) {
        return Duration.ofNanos(now - begunAt).toSeconds();
    }
}
