package dev.mailkeep.activities.google;

import dev.mailkeep.activities.RefusedToStart;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Google is and who we are to it.
 *
 * <pre>
 * mailkeep.google:
 *   client-id:          # GOOGLE_CLIENT_ID; unset: the simulated Google
 *   client-secret:      # GOOGLE_CLIENT_SECRET
 *   authorization-uri:  # GOOGLE_AUTHORIZATION_URI; Google's own, as are all that follow
 *   token-uri:          # GOOGLE_TOKEN_URI
 *   revocation-uri:     # GOOGLE_REVOCATION_URI
 *   jwks-uri:           # GOOGLE_JWKS_URI
 *   issuer:             # GOOGLE_ISSUER
 *   gmail-base-url:     # GMAIL_BASE_URL
 * </pre>
 *
 * @param clientId OAuth client id
 * @param clientSecret OAuth client secret; never logged
 * @param authorizationUri where the browser is sent
 * @param tokenUri where codes and refresh tokens are exchanged
 * @param revocationUri where grants are given back
 * @param jwksUri keys of ID tokens
 * @param issuer issuer of ID tokens, and the name under which mailboxes of this Google are kept
 * @param gmailBaseUrl root of the Gmail API; ends in a slash, whether it was given one or not
 * @param connectTimeout time to connect
 * @param readTimeout time for a whole call, to the last byte of its answer
 */
@ConfigurationProperties("mailkeep.google")
public record GoogleSettings(
        String clientId,
        String clientSecret,
        URI authorizationUri,
        URI tokenUri,
        URI revocationUri,
        URI jwksUri,
        String issuer,
        URI gmailBaseUrl,
        @DefaultValue("PT5S") Duration connectTimeout,
        @DefaultValue("PT20S") Duration readTimeout) {

    public static final String GOOGLE_ISSUER = "https://accounts.google.com";
    public static final URI GOOGLE_AUTHORIZATION = URI.create("https://accounts.google.com/o/oauth2/v2/auth");
    public static final URI GOOGLE_TOKEN = URI.create("https://oauth2.googleapis.com/token");
    public static final URI GOOGLE_REVOCATION = URI.create("https://oauth2.googleapis.com/revoke");
    public static final URI GOOGLE_JWKS = URI.create("https://www.googleapis.com/oauth2/v3/certs");
    public static final URI GMAIL = URI.create("https://gmail.googleapis.com/");

    /**
     * Checks the addresses. All of them are taken with or without a last slash.
     *
     * @throws RefusedToStart when one of them is plain http beyond this machine, or the client has no secret
     */
    public GoogleSettings {
        if (clientSecret.isBlank()) {
            throw new RefusedToStart("GOOGLE_CLIENT_SECRET must be set with GOOGLE_CLIENT_ID");
        }
        authorizationUri = withoutLastSlash(authorizationUri);
        tokenUri = withoutLastSlash(tokenUri);
        revocationUri = withoutLastSlash(revocationUri);
        jwksUri = withoutLastSlash(jwksUri);
        issuer = withoutLastSlash(issuer);
        gmailBaseUrl = withLastSlash(gmailBaseUrl);
        requireSecure("GOOGLE_AUTHORIZATION_URI", authorizationUri);
        requireSecure("GOOGLE_TOKEN_URI", tokenUri);
        requireSecure("GOOGLE_REVOCATION_URI", revocationUri);
        requireSecure("GOOGLE_JWKS_URI", jwksUri);
        requireSecure("GMAIL_BASE_URL", gmailBaseUrl);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "GoogleSettings[issuer=" + issuer + "]";
    }

    /** The root of an API, below which its paths are. */
    public static URI withLastSlash(URI root) {
        return URI.create(withoutLastSlash(root.toString()) + "/");
    }

    /** An address of its own. */
    public static URI withoutLastSlash(URI address) {
        return URI.create(withoutLastSlash(address.toString()));
    }

    private static String withoutLastSlash(String address) {
        return address.replaceAll("(?<=[^/])/+$", "");
    }

    /**
     * Lets https pass, and what stays on this machine.
     *
     * @param name of the setting, for the message
     * @throws RefusedToStart when it is neither
     */
    public static void requireSecure(String name, URI uri) {
        boolean secure = "https".equals(uri.getScheme()) && uri.getHost() != null;
        if (!secure && !("http".equals(uri.getScheme()) && isLoopback(String.valueOf(uri.getHost())))) {
            throw new RefusedToStart(name + " must be https, or http on this machine");
        }
    }

    /** Whether a host names this machine, without asking a name server for more than {@code localhost}. */
    public static boolean isLoopback(String host) {
        if (!host.equals("localhost") && !host.matches("127(\\.\\d{1,3}){3}|\\[::1]|::1")) {
            return false;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
