package dev.mailkeep.api.limits;

import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * A body that must arrive in time. Each read waits for as long as the connection allows ({@link Connector}), and all
 * reads together not much longer than the deadline. At the end the unread rest of the body is read off the connection,
 * if it comes soon, so that the client gets to read its answer; otherwise {@link UnreadBodies} gives up the connection.
 */
final class TimedBody extends ServletInputStream {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration DRAIN_TIME = Duration.ofSeconds(2);
    private static final int DRAIN_BYTES = 1024 * 1024;

    private final ServletInputStream body;
    private final Supplier<Places.Place> places;
    private Places.@Nullable Place place;
    private int left = BodyLimit.BYTES;
    private long deadline;

    /**
     * A body.
     *
     * @param places gives a place among the waiting threads, or throws when all are taken
     */
    TimedBody(ServletInputStream body, Supplier<Places.Place> places) {
        this.body = body;
        this.places = places;
    }

    static Problem tooLong() {
        return new Problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "content-too-large",
                "That is too long",
                "The request is longer than Mailkeep takes.",
                null);
    }

    private static Problem tooSlow() {
        return new Problem(
                HttpStatus.REQUEST_TIMEOUT,
                "request-timeout",
                "That took too long to arrive",
                "The request did not arrive in time. Try again.",
                NextAction.retry());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = readInTime(into, offset, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw tooLong();
        }
        return read;
    }

    private int readInTime(byte[] into, int offset, int length) throws IOException {
        if (place == null && body.available() == 0 && !body.isFinished()) {
            place = places.get();
            deadline = System.nanoTime() + DEADLINE.toNanos();
        }
        if (place != null && System.nanoTime() - deadline > 0) {
            throw tooSlow();
        }
        try {
            return body.read(into, offset, length);
        } catch (IOException failure) {
            if (failure instanceof SocketTimeoutException || failure.getCause() instanceof SocketTimeoutException) {
                throw tooSlow();
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        try {
            drain();
        } catch (IOException | Problem gone) {
            // The answer is on its way, so there is nothing left to report.
        } finally {
            if (place != null) {
                place.close();
            }
        }
    }

    private void drain() throws IOException {
        long end = System.nanoTime() + DRAIN_TIME.toNanos();
        byte[] rest = new byte[8192];
        int taken = 0;
        while (!body.isFinished() && taken < DRAIN_BYTES && System.nanoTime() - end < 0) {
            int read = readInTime(rest, 0, rest.length);
            if (read < 0) {
                return;
            }
            taken += read;
        }
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
