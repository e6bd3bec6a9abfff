package dev.mailkeep.activities.token;

import dev.mailkeep.activities.google.TokenEndpoint;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives grants of disconnected mailboxes back to Google. */
public final class Revocations {

    /** After this the token is dropped unrevoked: the person has long been told where to remove access by hand. */
    private static final Duration GIVE_UP = Duration.ofDays(7);

    private final RefreshTokens tokens;
    private final TokenEndpoint endpoint;
    private final JdbcClient jdbc;

    Revocations(RefreshTokens tokens, TokenEndpoint endpoint, JdbcClient jdbc) {
        this.tokens = tokens;
        this.endpoint = endpoint;
        this.jdbc = jdbc;
    }

    /**
     * Revokes what waits, and notes it in the receipts.
     *
     * @param mailboxId of this mailbox only; null for all
     * @throws dev.mailkeep.activities.google.GoogleFailure when Google is away; what was not revoked stays
     */
    public void revokePending(@Nullable UUID mailboxId) {
        jdbc.sql("delete from pending_revocations where created_at < now() - make_interval(secs => :seconds)")
                .param("seconds", GIVE_UP.toSeconds())
                .update();
        for (RefreshTokens.Pending pending : tokens.pending(mailboxId)) {
            boolean shared = accountIsInUse(pending);
            if (!shared) {
                endpoint.revoke(pending.refreshToken());
            }
            tokens.forgetPending(pending.id());
            jdbc.sql("""
                            update receipts
                            set revoked_at_google = case when :kept then null else now() end, grant_kept = :kept
                            where mailbox_id = :mailbox and revoked_at_google is null
                            """)
                    .param("kept", shared)
                    .param("mailbox", pending.mailboxId())
                    .update();
        }
    }

    /** Google revokes by account: while another mailbox lives on the same one, its grant would die too. */
    private boolean accountIsInUse(RefreshTokens.Pending pending) {
        return jdbc.sql("""
                        select exists (
                            select from mailboxes
                            where issuer = :issuer and google_sub = :sub and desired <> 'DISCONNECT' and id <> :mailbox)
                        """)
                .param("issuer", pending.issuer())
                .param("sub", pending.googleSub())
                .param("mailbox", pending.mailboxId())
                .query(Boolean.class)
                .single();
    }
}
