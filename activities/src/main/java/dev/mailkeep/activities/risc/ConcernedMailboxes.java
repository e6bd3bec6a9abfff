package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.risc.SecurityEvent.RevokedToken;
import dev.mailkeep.activities.token.RefreshTokens;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the mailboxes that a security event is about. */
@Component
final class ConcernedMailboxes {

    private final JdbcClient jdbc;
    private final RefreshTokens refreshTokens;
    private final GoogleSettings google;

    ConcernedMailboxes(JdbcClient jdbc, RefreshTokens refreshTokens, GoogleSettings google) {
        this.jdbc = jdbc;
        this.refreshTokens = refreshTokens;
        this.google = google;
    }

    /** The mailboxes of a Google account, of every person who has one. */
    List<UUID> ofAccount(String sub) {
        return jdbc.sql("select id from mailboxes where issuer = :issuer and google_sub = :sub order by id")
                .param("issuer", google.issuer())
                .param("sub", sub)
                .query(UUID.class)
                .list();
    }

    /**
     * The mailbox with this refresh token. If none is found, all mailboxes whose tokens have no digests and so can't be
     * found by what Google says.
     */
    List<UUID> ofToken(RevokedToken token) {
        List<UUID> named = named(token);
        return named.isEmpty() ? refreshTokens.mailboxesWithoutDigests() : named;
    }

    /**
     * Whether a token certainly belongs to this mailbox. Call it under the mailbox's lock, because the owner may just
     * have reconnected.
     */
    boolean isNamed(UUID mailboxId, RevokedToken token) {
        return named(token).equals(List.of(mailboxId));
    }

    private List<UUID> named(RevokedToken token) {
        String prefix = token.prefix();
        byte[] doubleHash = token.doubleHash();
        if (doubleHash != null) {
            return refreshTokens.mailboxesByHash(doubleHash);
        }
        return prefix == null ? List.of() : refreshTokens.mailboxesByPrefix(prefix);
    }
}
