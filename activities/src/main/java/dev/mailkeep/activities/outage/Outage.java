package dev.mailkeep.activities.outage;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Says in the log that something everybody needs is away: one line when that is first met, one a minute while it is met
 * again, one when it is over. However many requests, probes and mailboxes meet it, and never with a stack.
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
     * @param name what is away
     * @param consequence what that means, in a sentence without its end
     */
    public Outage(Logger log, String name, String consequence, LongSupplier nanoTime) {
        this.log = log;
        this.name = name;
        this.consequence = consequence;
        this.nanoTime = nanoTime;
    }

    /**
     * It was met.
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

    /** It can be used. */
    public synchronized void over() {
        if (open) {
            open = false;
            log.info("{} can be used again, after {} s", name, seconds(nanoTime.getAsLong()));
        }
    }

    /** Whether it was met and has not been found to be over. */
    public synchronized boolean isOpen() {
        return open;
    }

    private long seconds(long now) {
        return Duration.ofNanos(now - begunAt).toSeconds();
    }
}
