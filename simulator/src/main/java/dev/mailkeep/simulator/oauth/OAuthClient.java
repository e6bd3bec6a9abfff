package dev.mailkeep.simulator.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * The only registered client.
 *
 * @param redirectUris compared exactly; empty: any http URI on a loopback host. Their origins may open popups
 */
public record OAuthClient(String id, String secret, Set<String> redirectUris) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public OAuthClient {
        redirectUris = Set.copyOf(redirectUris);
    }

    boolean acceptsOrigin(String origin) {
        return redirectUris.isEmpty()
                ? accepts(origin)
                : redirectUris.stream().anyMatch(uri -> uri.equals(origin) || uri.startsWith(origin + "/"));
    }

    boolean accepts(String redirectUri) {
        if (!redirectUris.isEmpty()) {
            return redirectUris.contains(redirectUri);
        }
        try {
            URI uri = new URI(redirectUri);
            return "http".equals(uri.getScheme())
                    && uri.getHost() != null
                    && LOOPBACK.contains(uri.getHost())
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
