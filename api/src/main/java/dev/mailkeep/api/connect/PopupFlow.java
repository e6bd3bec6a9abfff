package dev.mailkeep.api.connect;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.api.connect.OAuthAttempts.Refusal;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.PopupSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Accepts a code of Google's popup, which comes without a state. Our own page proves that it asked for the code by
 * headers that only a script of our own origin can send (Google's guide to the code model: {@code X-Requested-With}),
 * besides the CSRF token that every change needs.
 */
@Component
class PopupFlow {

    private static final String MARK = "XmlHttpRequest";

    private final AuthorizationCodeFlow flow;
    private final GoogleSettings google;
    private final PopupSettings popup;
    private final MailkeepSettings settings;

    PopupFlow(AuthorizationCodeFlow flow, GoogleSettings google, PopupSettings popup, MailkeepSettings settings) {
        this.flow = flow;
        this.google = google;
        this.popup = popup;
        this.settings = settings;
    }

    /**
     * Exchanges the code, and checks who it is and what was granted.
     *
     * @throws dev.mailkeep.api.web.Problem when popups are off, when our own page did not send the code, or when Google
     *     gave something else than a connection needs; in the first two cases nothing is exchanged
     */
    AuthorizationCodeFlow.Outcome finish(Callback callback, HttpServletRequest request) {
        if (!popup.enabled()) {
            throw ConnectProblems.stateMissing();
        }
        if (!isOurPages(request) || (callback.iss() != null && !callback.iss().equals(google.issuer()))) {
            throw ConnectProblems.refused(Refusal.FOREIGN);
        }
        if (callback.code() == null || callback.error() != null) {
            throw ConnectProblems.cancelled(Purpose.CONNECT, null);
        }
        return flow.finishPopup(callback.code(), popup.redirectUri());
    }

    private boolean isOurPages(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders(HttpHeaders.ORIGIN));
        String site = request.getHeader("Sec-Fetch-Site");
        return MARK.equalsIgnoreCase(request.getHeader("X-Requested-With"))
                && origins.equals(List.of(settings.origin()))
                && (site == null || site.equals("same-origin"));
    }
}
