package dev.mailkeep.activities.sync.store;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.queue.MessageQueue;
import dev.mailkeep.activities.sync.queue.MessageQueue.Queued;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches queued messages from Gmail with several threads at once, so that no fetch waits until another message is
 * written. Belongs to one store step, whose own thread writes the messages meanwhile.
 */
public final class FetchPool {

    private static final int READ_AT_ONCE = 200;
    private static final int READ_WHEN_LEFT = 50;

    private final GmailSession session;
    private final GmailApi gmail;
    private final MessageQueue queue;
    private final long end;
    private final BlockingQueue<Back> back = new LinkedBlockingQueue<>();
    private final Deque<Queued> waiting = new ArrayDeque<>();
    private final Set<String> underWay = new HashSet<>();
    private int running;
    private boolean queueIsRead;
    private @Nullable RuntimeException stoppedBy;
    private boolean stopped;

    /** A message that is back; null when a thread has ended. */
    private record Back(@Nullable FetchResult fetch) {}

    /** @param forAsLongAs how long messages are asked for */
    FetchPool(GmailSession session, GmailApi gmail, MessageQueue queue, Duration forAsLongAs) {
        this.session = session;
        this.gmail = gmail;
        this.queue = queue;
        this.end = System.nanoTime() + forAsLongAs.toNanos();
    }

    /** Starts this many threads. */
    void start(ExecutorService threads, int inFlight) {
        readOn();
        running = inFlight;
        for (int i = 0; i < inFlight; i++) {
            threads.execute(this::work);
        }
    }

    private void work() {
        try {
            for (Queued next = take(); next != null; next = take()) {
                back.add(new Back(FetchResult.of(session, gmail, next)));
            }
        } catch (RuntimeException failed) {
            stop(failed);
        } catch (Error failed) {
            stop(new GoogleFailure.Unavailable("A message could not be fetched"));
            throw failed;
        } finally {
            back.add(new Back(null));
        }
    }

    private synchronized @Nullable Queued take() {
        while (waiting.isEmpty() && !stopped && !queueIsRead) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return stopped || System.nanoTime() >= end ? null : waiting.poll();
    }

    /** Stops asking for messages; those under way still come back. The first reason counts. */
    synchronized void stop(@Nullable RuntimeException why) {
        if (!stopped) {
            stoppedBy = why;
        }
        stopped = true;
        notifyAll();
    }

    /** The failure that stopped the pool early, if one did. */
    synchronized Optional<RuntimeException> stoppedBy() {
        return Optional.ofNullable(stoppedBy);
    }

    /** Reads more of the queue when few ids are left. */
    void readOn() {
        int known;
        synchronized (this) {
            if (stopped || queueIsRead || waiting.size() > READ_WHEN_LEFT) {
                return;
            }
            known = underWay.size();
        }
        List<Queued> ready = queue.ready(session.row().id(), READ_AT_ONCE + known);
        synchronized (this) {
            int before = underWay.size();
            ready.stream().filter(queued -> underWay.add(queued.messageId())).forEach(waiting::add);
            queueIsRead = underWay.size() == before;
            notifyAll();
        }
    }

    /** These results are written: their ids are off the queue, put off, or to be fetched again. */
    synchronized void done(Collection<FetchResult> written) {
        written.forEach(fetch -> underWay.remove(fetch.queued().messageId()));
        queueIsRead = false;
    }

    /** Whether all threads have ended and everything that came back was taken. */
    boolean isOver() {
        return running == 0;
    }

    /** Whether every message that was read from the queue is back. */
    synchronized boolean isDrained(int notWritten) {
        return waiting.isEmpty() && underWay.size() == notWritten;
    }

    /** The next message that is back; empty when no message comes back within that time. */
    Optional<FetchResult> next(Duration patience) throws InterruptedException {
        Back next = back.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (next != null && next.fetch() == null) {
            running--;
        }
        return next == null ? Optional.empty() : Optional.ofNullable(next.fetch());
    }
}
