package dev.mailkeep.simulator.oauth;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The accounts, and what each has granted to the client. The caller of this package implements it and keeps the data.
 */
public interface Directory {

    List<Person> people();

    @Nullable
    Person person(String sub);

    /** The scopes that the account has granted to the client; empty without a grant. */
    Set<String> consent(String sub);

    /** Adds to what the account has granted. */
    void addConsent(String sub, Set<String> scopes);

    void addRefreshToken(RefreshToken token);

    /** Null when it is unknown or revoked. */
    @Nullable
    RefreshToken refreshToken(String token);

    /** Revokes the account's whole grant: every refresh token, every access token, and the consent. */
    void revoke(String sub);
}
