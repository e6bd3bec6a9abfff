package dev.mailkeep.simulator.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The valid access tokens. They are kept in memory only: after a restart, clients refresh. */
public final class AccessTokens {

    /** What Google answers as {@code expires_in}, in seconds. */
    static final int LIFETIME_SECONDS = 3599;

    /** What an access token stands for. */
    public record AccessToken(String sub, Set<String> scopes, Instant expiresAt) {}

    private final Clock clock;
    private final Map<String, AccessToken> tokens = new ConcurrentHashMap<>();

    public AccessTokens(Clock clock) {
        this.clock = clock;
    }

    String issue(String sub, Set<String> scopes) {
        Instant now = clock.instant();
        tokens.values().removeIf(token -> !token.expiresAt().isAfter(now));
        String token = "ya29.simulated-" + RandomText.ofBytes(48);
        tokens.put(token, new AccessToken(sub, Set.copyOf(scopes), now.plus(Duration.ofSeconds(LIFETIME_SECONDS))));
        return token;
    }

    /** Null when it is unknown, expired or revoked. */
    public @Nullable AccessToken find(String token) {
        AccessToken found = tokens.get(token);
        return found != null && found.expiresAt().isAfter(clock.instant()) ? found : null;
    }

    /** Revokes all access tokens of an account. */
    public void forget(String sub) {
        tokens.values().removeIf(token -> token.sub().equals(sub));
    }
}
