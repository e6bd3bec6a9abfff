package dev.mailkeep.simulator.oauth;

import java.util.Set;

/** A valid refresh token. */
public record RefreshToken(String token, String sub, Set<String> scopes) {

    public RefreshToken {
        scopes = Set.copyOf(scopes);
    }
}
