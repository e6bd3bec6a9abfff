package dev.mailkeep.activities.google;

import dev.mailkeep.activities.RefusedToStart;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The addresses of Google, and the OAuth client that Mailkeep uses.
 *
 * <pre>
 * mailkeep.google:
 *   client-id:          # GOOGLE_CLIENT_ID; unset: the simulated Google
 *   client-secret:      # GOOGLE_CLIENT_SECRET
 *   authorization-uri:  # GOOGLE_AUTHORIZATION_URI; by default Google's own, as for all that follow
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
 * @param revocationUri where grants are revoked
 * @param jwksUri keys of ID tokens
 * @param issuer issuer of ID tokens; mailboxes are stored under this name
 * @param gmailBaseUrl root of the Gmail API; always ends in a slash, whether it was set with one or not
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
     * Checks the addresses, and accepts each with or without a last slash.
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

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "GoogleSettings[issuer=" + issuer + "]";
    }

    /** The root of an API, to which its paths are appended. */
    public static URI withLastSlash(URI root) {
        return URI.create(withoutLastSlash(root.toString()) + "/");
    }

    /** An address to which no path is appended. */
    public static URI withoutLastSlash(URI address) {
        return URI.create(withoutLastSlash(address.toString()));
    }

    private static String withoutLastSlash(String address) {
        return address.replaceAll("(?<=[^/])/+$", "");
    }

    /**
     * Accepts https, and http on this machine.
     *
     * @param name the name of the setting, for the message
     * @throws RefusedToStart when the address is neither
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
