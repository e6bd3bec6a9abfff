package dev.mailkeep.simulator.oauth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Authorization codes: single-use, ten minutes. */
final class AuthorizationCodes {

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** What a code stands for. {@code refreshToken}: whether its exchange brings one. */
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

    /** Takes the code out, so that nobody gets a second try with it. Null when there is none that still lives. */
    @Nullable
    Grant redeem(String code) {
        Grant grant = codes.remove(code);
        return grant != null && grant.expiresAt().isAfter(clock.instant()) ? grant : null;
    }

    /** Who the code is for, without using it up. */
    @Nullable
    String subOf(String code) {
        Grant grant = codes.get(code);
        return grant == null ? null : grant.sub();
    }
}
