package dev.mailkeep.api.connect;

import dev.mailkeep.api.web.Person;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/** The browser session: who is signed in, and the secret that binds rounds to Google to it. */
@Component
class SignIn {

    private static final String BINDING = "mailkeep.binding";

    private final SecurityContextRepository contexts;
    private final CsrfTokenRepository csrfTokens;

    SignIn(SecurityContextRepository contexts, CsrfTokenRepository csrfTokens) {
        this.contexts = contexts;
        this.csrfTokens = csrfTokens;
    }

    /** A secret of this browser session, made if need be; it outlives the rotation of the session. */
    String binding(HttpServletRequest request) {
        HttpSession session = request.getSession(true);
        synchronized (session.getId().intern()) {
            if (session.getAttribute(BINDING) instanceof String known) {
                return known;
            }
            String fresh = OAuthAttempts.random();
            session.setAttribute(BINDING, fresh);
            return fresh;
        }
    }

    /**
     * Signs in; the session and its token against forgery are new from here on. A new session and not only a new id:
     * Spring Session writes a session's id with every access, so that another request of the same browser that is still
     * under way would put the old id back, and nobody would be signed in.
     */
    void signIn(UUID userId, HttpServletRequest request, HttpServletResponse response) {
        String binding = binding(request);
        request.getSession().invalidate();
        request.getSession(true).setAttribute(BINDING, binding);
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                UsernamePasswordAuthenticationToken.authenticated(new Person(userId), null, List.of()));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    /** Ends the session. */
    void signOut(HttpServletRequest request, HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
        csrfTokens.saveToken(csrfTokens.generateToken(request), request, response);
    }
}
