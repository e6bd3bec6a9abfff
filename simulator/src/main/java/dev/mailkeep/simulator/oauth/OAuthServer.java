package dev.mailkeep.simulator.oauth;

import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The four endpoints together, and the script that opens the popup. */
public final class OAuthServer {

    public static final String AUTHORIZATION_PATH = AuthorizationEndpoint.PATH;
    public static final String TOKEN_PATH = "/token";
    public static final String REVOCATION_PATH = "/revoke";
    public static final String JWKS_PATH = "/oauth2/v3/certs";
    public static final String SCRIPT_PATH = "/gsi/client";

    private final Directory directory;
    private final AccessTokens accessTokens;
    private final SigningKeys keys = SigningKeys.ofGoogle();
    private final AuthorizationEndpoint authorization;
    private final TokenEndpoint token;

    public OAuthServer(OAuthClient client, String issuer, Directory directory, AccessTokens accessTokens, Clock clock) {
        this.directory = directory;
        this.accessTokens = accessTokens;
        AuthorizationCodes codes = new AuthorizationCodes(clock);
        this.authorization = new AuthorizationEndpoint(client, issuer, directory, codes);
        this.token = new TokenEndpoint(client, issuer, directory, codes, accessTokens, keys, clock);
    }

    public SigningKeys keys() {
        return keys;
    }

    public Reply authorize(Request request) {
        return authorization.handle(request);
    }

    /**
     * The script that pages load to open the popup, at {@link #SCRIPT_PATH}.
     *
     * @param base the simulator's own address
     */
    public Reply script(URI base) {
        return PopupScript.reply(base);
    }

    public Reply token(Request request) {
        return token.handle(request);
    }

    public Reply certs() {
        return Reply.json(200, keys.jwks()).withHeader("Cache-Control", "public, max-age=20000");
    }

    /**
     * Revokes the whole grant behind an access or refresh token: at Google, revoking one token revokes every token of
     * that account and project.
     */
    public Reply revoke(Request request) {
        String sub = subOfRevocation(request);
        if (sub == null) {
            return TokenEndpoint.error(400, "invalid_token", "Token expired or revoked");
        }
        directory.revoke(sub);
        return Reply.json(200, "{}");
    }

    /** The account that a token request is about; null when it is unknown. */
    public @Nullable String subOfToken(Request request) {
        return token.subOf(request);
    }

    /** The account that a revocation request is about; null when it is unknown. */
    public @Nullable String subOfRevocation(Request request) {
        String given = request.form().text("token");
        String text = given.isEmpty() ? request.query().text("token") : given;
        RefreshToken refreshToken = directory.refreshToken(text);
        if (refreshToken != null) {
            return refreshToken.sub();
        }
        AccessTokens.AccessToken accessToken = accessTokens.find(text);
        return accessToken == null ? null : accessToken.sub();
    }
}
