package dev.mailkeep.api.connect;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.api.connect.OAuthAttempts.Refusal;
import dev.mailkeep.api.connect.OAuthAttempts.Taken;
import dev.mailkeep.api.settings.MailkeepSettings;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Sends the browser to Google, and accepts the answer with which Google sends it back to the callback page. */
@Component
class RedirectFlow {

    private final OAuthAttempts attempts;
    private final AuthorizationCodeFlow flow;
    private final GoogleSettings google;
    private final MailkeepSettings settings;

    RedirectFlow(OAuthAttempts attempts, AuthorizationCodeFlow flow, GoogleSettings google, MailkeepSettings settings) {
        this.attempts = attempts;
        this.flow = flow;
        this.google = google;
        this.settings = settings;
    }

    /** A flow that is finished, and what Google gave for it. */
    record Finished(Taken flow, AuthorizationCodeFlow.Outcome outcome) {}

    /**
     * Begins a flow.
     *
     * @param session a secret of the browser session
     * @param loginHint the address to preselect at Google; null to preselect none
     * @return where to send the browser
     */
    String begin(
            String session,
            Purpose purpose,
            @Nullable UUID userId,
            @Nullable UUID mailboxId,
            @Nullable String loginHint) {
        OAuthAttempts.Begun begun = attempts.begin(session, purpose, userId, mailboxId, settings.redirectUri());
        boolean lasting = purpose != Purpose.SIGNIN;
        var url = UriComponentsBuilder.fromUri(google.authorizationUri())
                .queryParam("client_id", "{client}")
                .queryParam("redirect_uri", "{redirect}")
                .queryParam("response_type", "code")
                .queryParam("scope", "{scope}")
                .queryParam("state", begun.state())
                .queryParam("nonce", begun.nonce())
                .queryParam("code_challenge", begun.challenge())
                .queryParam("code_challenge_method", "S256");
        if (lasting) {
            // Google gives a refresh token only with a fresh consent.
            url.queryParam("access_type", "offline").queryParam("prompt", "consent");
        } else {
            url.queryParam("prompt", "select_account");
        }
        if (loginHint != null) {
            url.queryParam("login_hint", "{hint}");
        }
        String scope = lasting ? "openid email " + TokenEndpoint.GMAIL_READONLY : "openid email";
        return url.encode()
                .buildAndExpand(Map.of(
                        "client",
                        google.clientId(),
                        "redirect",
                        settings.redirectUri(),
                        "scope",
                        scope,
                        "hint",
                        loginHint == null ? "" : loginHint))
                .toUriString();
    }

    /**
     * Finishes the flow that an answer of Google belongs to.
     *
     * @param session the secret of the browser session; empty if the browser has none
     * @param present who is signed in now
     * @throws dev.mailkeep.api.web.Problem when the answer belongs to no open flow of this session and this person, or
     *     when Google gave something else than the flow asked for
     */
    Finished finish(Optional<String> session, String state, @Nullable UUID present, Callback callback) {
        OAuthAttempts.Answer answer =
                attempts.take(session.orElseThrow(() -> ConnectProblems.refused(Refusal.UNKNOWN)), state);
        Taken taken = answer.taken();
        if (taken == null) {
            throw ConnectProblems.refused(answer.refusal() == null ? Refusal.UNKNOWN : answer.refusal());
        }
        if (callback.iss() != null && !callback.iss().equals(google.issuer())) {
            throw ConnectProblems.refused(Refusal.FOREIGN);
        }
        if (taken.userId() != null && !taken.userId().equals(present)) {
            // The person who began the flow has signed out, or somebody else has signed in since.
            throw ConnectProblems.refused(Refusal.FOREIGN);
        }
        if (callback.code() == null || callback.error() != null) {
            throw ConnectProblems.cancelled(taken.purpose(), taken.mailboxId());
        }
        return new Finished(taken, flow.finish(taken, callback.code()));
    }
}
