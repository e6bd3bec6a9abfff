package dev.mailkeep.simulator.oauth;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The accounts, and what each has granted to the client. Kept by the owner of this package, so that it can last. */
public interface Directory {

    List<Person> people();

    @Nullable
    Person person(String sub);

    /** The scopes that the account has granted to the client; empty without a grant. */
    Set<String> consent(String sub);

    /** Adds to what the account has granted. */
    void addConsent(String sub, Set<String> scopes);

    void addRefreshToken(RefreshToken token);

    /** Null when it is unknown or dead. */
    @Nullable
    RefreshToken refreshToken(String token);

    /** Ends the account's whole grant: every refresh and access token and the consent itself. */
    void revoke(String sub);
}
