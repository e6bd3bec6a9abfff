package dev.mailkeep.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses changes that another site asked the browser for, before the CSRF token is checked. Every current browser
 * sends {@code Sec-Fetch-Site}, and no script can set it (Fetch Metadata, W3C). All changes of our page are
 * {@code same-origin}; {@code same-site} is the page of a neighbouring host, and {@code none} a person's own
 * navigation, which changes nothing here. A client that does not send the header is an old browser or no browser, and
 * the token alone decides.
 */
class FetchSite extends OncePerRequestFilter {

    private static final String HEADER = "Sec-Fetch-Site";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final ProblemWriter problems;

    FetchSite(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean ours = Collections.list(request.getHeaders(HEADER)).stream().allMatch("same-origin"::equals);
        if (ours || READING.contains(request.getMethod())) {
            chain.doFilter(request, response);
            return;
        }
        problems.write(
                response,
                new Problem(
                        HttpStatus.FORBIDDEN,
                        "cross-site",
                        "Another page asked for this",
                        "The request did not come from Mailkeep's own page, so nothing was done.",
                        NextAction.open("Go to your mailboxes", "/")));
    }
}
