package dev.mailkeep.simulator.oauth;

import java.util.Set;

/** A refresh token that is alive. */
public record RefreshToken(String token, String sub, Set<String> scopes) {

    public RefreshToken {
        scopes = Set.copyOf(scopes);
    }
}
