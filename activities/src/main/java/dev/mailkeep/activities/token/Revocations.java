package dev.mailkeep.activities.token;

import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.TokenEndpoint;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Revokes the grants of disconnected mailboxes at Google. */
@Component
public final class Revocations {

    /**
     * After this time the token is dropped without being revoked; the owner was told long before where to remove the
     * access by hand.
     */
    private static final Duration GIVE_UP = Duration.ofDays(7);

    private final PendingRevocations waiting;
    private final TokenEndpoint endpoint;
    private final Receipts receipts;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Revocations(
            PendingRevocations waiting,
            TokenEndpoint endpoint,
            Receipts receipts,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        this.waiting = waiting;
        this.endpoint = endpoint;
        this.receipts = receipts;
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Revokes the pending grants and records it in the receipts. A revocation that fails does not hold up the others.
     *
     * @param mailboxId revokes for this mailbox only; null for all
     * @throws GoogleFailure when Google is away; the grants that were not revoked stay, and their receipts say where to
     *     remove the access by hand
     */
    public void revokePending(@Nullable UUID mailboxId) {
        transactions.executeWithoutResult(status -> waiting.giveUp(GIVE_UP));
        GoogleFailure failure = null;
        for (PendingRevocations.Pending pending : waiting.all(mailboxId)) {
            try {
                transactions.executeWithoutResult(status -> {
                    if (waiting.hold(pending.id())) {
                        revoke(pending);
                    }
                });
            } catch (GoogleFailure away) {
                transactions.executeWithoutResult(status -> waiting.failed(pending));
                failure = away;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void revoke(PendingRevocations.Pending pending) {
        boolean shared = accountIsInUse(pending);
        if (!shared) {
            endpoint.revoke(pending.refreshToken());
        }
        waiting.forget(pending.id());
        if (shared) {
            receipts.grantKept(pending.mailboxId());
        } else {
            receipts.revoked(pending.mailboxId());
        }
    }

    /**
     * Whether another mailbox still uses the account. Google revokes by account, so that mailbox's grant would end too.
     */
    private boolean accountIsInUse(PendingRevocations.Pending pending) {
        return jdbc.sql("""
                        select exists (
                            select from mailboxes
                            where issuer = :issuer and google_sub = :sub and desired_state <> 'DISCONNECT' and id <> :mailbox)
                        """)
                .param("issuer", pending.issuer())
                .param("sub", pending.googleSub())
                .param("mailbox", pending.mailboxId())
                .query(Boolean.class)
                .single();
    }
}
