package dev.mailkeep.activities.token;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.TokenEndpoint;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Gives grants of disconnected mailboxes back to Google. */
@Component
public final class Revocations {

    /** After this the token is dropped unrevoked: the person has long been told where to remove access by hand. */
    private static final Duration GIVE_UP = Duration.ofDays(7);

    private final PendingRevocations waiting;
    private final TokenEndpoint endpoint;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Revocations(
            PendingRevocations waiting, TokenEndpoint endpoint, JdbcClient jdbc, TransactionOperations transactions) {
        this.waiting = waiting;
        this.endpoint = endpoint;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Revokes what waits, and notes it in the receipts. One that fails holds up no other.
     *
     * @param mailboxId of this mailbox only; null for all
     * @throws GoogleFailure when Google is away; what was not revoked stays, and its receipt says where to remove it by hand
     */
    public void revokePending(@Nullable UUID mailboxId) {
        giveUp();
        GoogleFailure failure = null;
        for (PendingRevocations.Pending pending : waiting.all(mailboxId)) {
            try {
                transactions.executeWithoutResult(status -> {
                    if (waiting.hold(pending.id())) {
                        revoke(pending);
                    }
                });
            } catch (GoogleFailure away) {
                noteFailure(pending);
                failure = away;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void giveUp() {
        jdbc.sql("""
                        with dropped as (
                            delete from pending_revocations
                            where created_at < now() - make_interval(secs => :seconds)
                            returning mailbox_id)
                        update receipts set by_hand = 'NOT_POSSIBLE'
                        where mailbox_id in (select mailbox_id from dropped) and revoked_at_google is null
                        """).param("seconds", GIVE_UP.toSeconds()).update();
    }

    private void revoke(PendingRevocations.Pending pending) {
        boolean shared = accountIsInUse(pending);
        if (!shared) {
            endpoint.revoke(pending.refreshToken());
        }
        waiting.forget(pending.id());
        jdbc.sql("""
                        update receipts
                        set revoked_at_google = case when :kept then null else now() end, grant_kept = :kept, by_hand = null
                        where mailbox_id = :mailbox and revoked_at_google is null
                        """)
                .param("kept", shared)
                .param("mailbox", pending.mailboxId())
                .update();
    }

    private void noteFailure(PendingRevocations.Pending pending) {
        jdbc.sql("update pending_revocations set attempts = attempts + 1 where id = :id")
                .param("id", pending.id())
                .update();
        jdbc.sql("""
                        update receipts set by_hand = 'WHILE_RETRYING'
                        where mailbox_id = :mailbox and revoked_at_google is null
                        """).param("mailbox", pending.mailboxId()).update();
    }

    /** Google revokes by account: while another mailbox lives on the same one, its grant would die too. */
    private boolean accountIsInUse(PendingRevocations.Pending pending) {
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
