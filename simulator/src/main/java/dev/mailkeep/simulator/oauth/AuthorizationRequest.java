package dev.mailkeep.simulator.oauth;

import dev.mailkeep.simulator.http.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checked parameters of an authorization request.
 *
 * @param redirectUri the redirect URI that the exchange of the code must name
 * @param popup the popup that gets the answer; null: the answer goes to the redirect URI
 */
record AuthorizationRequest(
        String redirectUri,
        @Nullable Popup popup,
        Set<String> scopes,
        @Nullable String state,
        @Nullable String nonce,
        @Nullable String codeChallenge,
        boolean offline,
        Set<String> prompt,
        @Nullable String loginHint) {

    /** An error that is shown on Google's page, never sent to the redirect URI. */
    static final class Refused extends Exception {
        final int status;
        final String error;
        final String message;

        Refused(int status, String error, String message) {
            super(message);
            this.status = status;
            this.error = error;
            this.message = message;
        }
    }

    static AuthorizationRequest parse(Parameters query, OAuthClient client) throws Refused {
        if (!query.text("client_id").equals(client.id())) {
            throw new Refused(401, "invalid_client", "The OAuth client was not found.");
        }
        String redirectUri = query.text("redirect_uri");
        Popup popup = Popup.parse(redirectUri);
        if (popup == null ? !client.accepts(redirectUri) : !client.acceptsOrigin(popup.origin())) {
            throw new Refused(
                    400,
                    "redirect_uri_mismatch",
                    "The redirect URI in the request does not match the ones registered for this client: "
                            + redirectUri);
        }
        if (!query.text("response_type").equals("code")) {
            throw new Refused(400, "unsupported_response_type", "response_type must be code.");
        }
        Set<String> scopes = Scopes.parse(query.text("scope"));
        if (scopes.isEmpty()) {
            throw new Refused(400, "invalid_request", "Missing required parameter: scope");
        }
        String challenge = query.first("code_challenge");
        if (challenge != null
                && !(query.text("code_challenge_method").equals("S256") && challenge.matches("[A-Za-z0-9_-]{43}"))) {
            throw new Refused(400, "invalid_request", "code_challenge_method must be S256.");
        }
        return new AuthorizationRequest(
                popup == null ? redirectUri : Popup.REDIRECT_URI,
                popup,
                scopes,
                query.first("state"),
                query.first("nonce"),
                challenge,
                query.text("access_type").equals("offline"),
                Set.of(query.text("prompt").strip().split("\\s+", -1)),
                query.first("login_hint"));
    }

    boolean asksForMail() {
        return Scopes.readMail(scopes);
    }
}
