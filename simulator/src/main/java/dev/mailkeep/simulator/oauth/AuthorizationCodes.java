package dev.mailkeep.simulator.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authorization codes: each works once and for ten minutes. */
final class AuthorizationCodes {

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** What a code stands for. {@code refreshToken}: whether its exchange returns a refresh token. */
    record Grant(
            String sub,
            Set<String> scopes,
            String redirectUri,
            @Nullable String challenge,
            @Nullable String nonce,
            boolean refreshToken,
            Instant expiresAt) {}

    private final Clock clock;
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();

    AuthorizationCodes(Clock clock) {
        this.clock = clock;
    }

    String issue(String sub, Set<String> scopes, AuthorizationRequest request, boolean refreshToken) {
        Instant now = clock.instant();
        codes.values().removeIf(grant -> !grant.expiresAt().isAfter(now));
        String code = "4/0Simulated" + RandomText.ofBytes(32);
        codes.put(
                code,
                new Grant(
                        sub,
                        Set.copyOf(scopes),
                        request.redirectUri(),
                        request.codeChallenge(),
                        request.nonce(),
                        refreshToken,
                        now.plus(LIFETIME)));
        return code;
    }

    /** Removes the code, so that it cannot be used twice. Null when it is unknown or has expired. */
    @Nullable
    Grant redeem(String code) {
        Grant grant = codes.remove(code);
        return grant != null && grant.expiresAt().isAfter(clock.instant()) ? grant : null;
    }

    /** The account that the code is for. Does not use up the code. */
    @Nullable
    String subOf(String code) {
        Grant grant = codes.get(code);
        return grant == null ? null : grant.sub();
    }
}
