package dev.mailkeep.api.web;

import dev.mailkeep.activities.session.BrowserSession;
import dev.mailkeep.activities.session.BrowserSessions;
import dev.mailkeep.api.settings.MailkeepSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/** The session of the current browser: its cookie, its person, signing in and signing out. */
@Component
public class Sessions implements SecurityContextRepository {

    /** The longest life of a session; the server ends it sooner if it is not used. */
    private static final Duration COOKIE_LIFE = Duration.ofDays(30);

    private static final String READ = Sessions.class.getName();

    private final BrowserSessions sessions;
    private final CsrfTokenRepository csrfTokens;
    private final MailkeepSettings settings;

    Sessions(BrowserSessions sessions, CsrfTokenRepository csrfTokens, MailkeepSettings settings) {
        this.sessions = sessions;
        this.csrfTokens = csrfTokens;
        this.settings = settings;
    }

    /**
     * A secret of this browser session, the same before and after signing in. Opens a session for a browser that has not got one.
     */
    public String binding(HttpServletRequest request, HttpServletResponse response) {
        BrowserSession session = current(request).orElseGet(() -> open(null, null, request, response));
        return session.binding().toString();
    }

    /**
     * The same secret, if there is a session. Opens none, because its cookie could replace the cookie of a session that
     * signed in just now.
     */
    public Optional<String> knownBinding(HttpServletRequest request) {
        return current(request).map(session -> session.binding().toString());
    }

    /** Signs in. This opens a new session with a new CSRF token; the previous session ends. */
    public void signIn(UUID userId, HttpServletRequest request, HttpServletResponse response) {
        Optional<BrowserSession> before = current(request);
        BrowserSession session =
                open(userId, before.map(BrowserSession::binding).orElse(null), request, response);
        before.ifPresent(old -> sessions.end(old.id()));
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
        SecurityContextHolder.setContext(context(session));
    }

    /** Ends the session, in this browser and on the server. */
    public void signOut(HttpServletRequest request, HttpServletResponse response) {
        current(request).ifPresent(session -> sessions.end(session.id()));
        request.setAttribute(READ, Optional.empty());
        SecurityContextHolder.clearContext();
        setCookie("", Duration.ZERO, response);
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
    }

    private BrowserSession open(
            @Nullable UUID userId, @Nullable UUID binding, HttpServletRequest request, HttpServletResponse response) {
        BrowserSessions.Opened opened = sessions.open(userId, binding);
        // If nobody has signed in, the browser forgets the cookie when it is closed.
        setCookie(opened.secret(), userId == null ? null : COOKIE_LIFE, response);
        request.setAttribute(READ, Optional.of(opened.session()));
        return opened.session();
    }

    /**
     * Reads the session once for a request, so that a streamed answer that takes long does not read it again at its
     * end.
     */
    @SuppressWarnings("unchecked")
    private Optional<BrowserSession> current(HttpServletRequest request) {
        if (request.getAttribute(READ) instanceof Optional<?> known) {
            return (Optional<BrowserSession>) known;
        }
        Optional<BrowserSession> found = secret(request).flatMap(sessions::find);
        request.setAttribute(READ, found);
        return found;
    }

    private Optional<String> secret(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(cookieName()))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty())
                        .findFirst();
    }

    private String cookieName() {
        return settings.https() ? "__Host-MAILKEEP" : "MAILKEEP";
    }

    private void setCookie(String value, @Nullable Duration life, HttpServletResponse response) {
        var cookie = ResponseCookie.from(cookieName(), value)
                .httpOnly(true)
                .secure(settings.https())
                .sameSite("Lax")
                .path("/");
        if (life != null) {
            cookie.maxAge(life);
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    private static SecurityContext context(@Nullable BrowserSession session) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        if (session != null && session.userId() != null) {
            var person =
                    UsernamePasswordAuthenticationToken.authenticated(new Person(session.userId()), null, List.of());
            person.setDetails(session);
            context.setAuthentication(person);
        }
        return context;
    }

    @Override
    @SuppressWarnings("deprecation")
    public SecurityContext loadContext(HttpRequestResponseHolder exchange) {
        return context(current(exchange.getRequest()).orElse(null));
    }

    /** Nothing to do: the session's row says who is signed in. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {}

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return current(request).map(BrowserSession::userId).isPresent();
    }
}
