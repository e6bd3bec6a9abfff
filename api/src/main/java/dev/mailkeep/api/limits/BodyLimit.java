package dev.mailkeep.api.limits;

import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import dev.mailkeep.api.web.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads no request body beyond half a megabyte (a thousand senders of the greatest length fit), nor for longer than
 * some seconds. A body that is announced as longer is refused before it is read. A thread blocks while it waits for a
 * body that has not arrived, so only so many may wait, and only a few for one person or, if nobody is signed in, for
 * one network address.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 50)
class BodyLimit extends OncePerRequestFilter {

    static final int BYTES = 512 * 1024;

    private final Places ofPeople = new Places(8, 60);
    private final Places ofStrangers = new Places(8, 40);
    private final ProblemWriter problems;

    BodyLimit(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() <= 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
            chain.doFilter(request, response);
            return;
        }
        try (var body = new TimedBody(request.getInputStream(), () -> place(request))) {
            if (request.getContentLengthLong() > BYTES) {
                problems.write(response, TimedBody.tooLong());
            } else {
                chain.doFilter(new WithBody(request, body), response);
            }
        }
    }

    /** How many threads wait for bodies. */
    int waiting() {
        return ofPeople.inUse() + ofStrangers.inUse();
    }

    private Places.Place place(HttpServletRequest request) {
        Places.Taken taken = Person.present()
                .map(person -> ofPeople.take(person.getName()))
                .orElseGet(() -> ofStrangers.take(NetworkAddress.of(request.getRemoteAddr())));
        if (taken.place() == null) {
            throw new Problem(
                    taken.byOthers() ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.TOO_MANY_REQUESTS,
                    taken.byOthers() ? "busy" : "too-many-requests",
                    "Too many requests at once",
                    "Too many requests are still arriving. Try again in a moment.",
                    null);
        }
        return taken.place();
    }

    private static final class WithBody extends HttpServletRequestWrapper {

        private final TimedBody body;

        WithBody(HttpServletRequest request, TimedBody body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            return body;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }
    }
}
