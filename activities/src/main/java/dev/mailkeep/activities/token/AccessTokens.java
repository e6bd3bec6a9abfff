package dev.mailkeep.activities.token;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2CredentialsWithRefresh;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.OperatorFaults;
import dev.mailkeep.activities.google.OperatorFaults.Endpoint;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.google.TokenEndpoint;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Access tokens, kept in this process's memory only. Google's auth library keeps each token until shortly before it
 * expires and lets only one thread refresh it. How a refresh is made, and what its failures mean, is our own code.
 */
@Component
public final class AccessTokens {

    private final RefreshTokens refreshTokens;
    private final TokenEndpoint endpoint;
    private final OperatorFaults operatorFaults;
    private final TokenEndpointBackoff backoff;
    private final Map<UUID, Held> held = new ConcurrentHashMap<>();

    AccessTokens(
            RefreshTokens refreshTokens,
            TokenEndpoint endpoint,
            OperatorFaults operatorFaults,
            TokenEndpointBackoff backoff) {
        this.refreshTokens = refreshTokens;
        this.endpoint = endpoint;
        this.operatorFaults = operatorFaults;
        this.backoff = backoff;
    }

    /**
     * Credentials of one generation of a mailbox, because the token of an older grant must not be used for a newer one.
     */
    private record Held(long generation, OAuth2CredentialsWithRefresh credentials) {}

    /**
     * A token that can be used now. Refreshes it if necessary.
     *
     * @throws GoogleFailure when a refresh was necessary and failed
     */
    public String get(GrantOwner owner, long generation) {
        OAuth2CredentialsWithRefresh credentials = credentials(owner, generation);
        try {
            credentials.refreshIfExpired();
        } catch (IOException failed) {
            throw new GoogleFailure.Unavailable("The access token could not be refreshed");
        }
        return held(credentials).getTokenValue();
    }

    /**
     * Refreshes the token, even if the present one is still valid.
     *
     * @return when the new token expires
     * @throws GoogleFailure when Google did not give one
     */
    public Instant refresh(GrantOwner owner, long generation) {
        OAuth2CredentialsWithRefresh credentials = credentials(owner, generation);
        try {
            credentials.refresh();
        } catch (IOException failed) {
            throw new GoogleFailure.Unavailable("The access token could not be refreshed");
        }
        return Objects.requireNonNull(held(credentials).getExpirationTime()).toInstant();
    }

    /**
     * Replaces a token that Gmail did not accept. If several threads were refused with the same token, the first one
     * refreshes it.
     *
     * @throws GoogleFailure when Google did not give one
     */
    public String replace(GrantOwner owner, long generation, String refused) {
        OAuth2CredentialsWithRefresh credentials = credentials(owner, generation);
        synchronized (credentials) {
            AccessToken present = credentials.getAccessToken();
            if (present == null || present.getTokenValue().equals(refused)) {
                refresh(owner, generation);
            }
        }
        return get(owner, generation);
    }

    /** Forgets a mailbox's token. */
    public void forget(UUID mailboxId) {
        held.remove(mailboxId);
    }

    private static AccessToken held(OAuth2CredentialsWithRefresh credentials) {
        return Objects.requireNonNull(credentials.getAccessToken());
    }

    private OAuth2CredentialsWithRefresh credentials(GrantOwner owner, long generation) {
        return held.compute(
                        owner.mailboxId(),
                        (id, present) -> present != null && present.generation() == generation
                                ? present
                                : new Held(
                                        generation,
                                        OAuth2CredentialsWithRefresh.newBuilder()
                                                .setRefreshHandler(() -> fresh(owner))
                                                .build()))
                .credentials();
    }

    private AccessToken fresh(GrantOwner owner) {
        RefreshTokens.Stored stored =
                refreshTokens.find(owner).orElseThrow(() -> new GoogleFailure.GrantRevoked(RevocationCause.REVOKED));
        TokenEndpoint.Tokens tokens = refreshed(stored);
        refreshTokens.refreshed(owner, stored, tokens.refreshToken());
        return new AccessToken(tokens.accessToken(), Date.from(tokens.expiresAt()));
    }

    private TokenEndpoint.Tokens refreshed(RefreshTokens.Stored stored) {
        backoff.requireOver();
        try {
            return operatorFaults.call(Endpoint.TOKEN, () -> endpoint.refresh(stored.refreshToken()));
        } catch (GoogleFailure.Throttled throttled) {
            backoff.begin(throttled.until());
            throw throttled;
        }
    }
}
