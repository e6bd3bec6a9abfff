package dev.mailkeep.api.connect;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.mailbox.People;
import dev.mailkeep.api.web.Problem;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Handles Google accounts that have the address of an earlier account, which was most likely deleted and created again.
 * They are different accounts, perhaps of different people, so the new account gets nothing of the old one by itself. A
 * person who proves to own both, by a session of the old account and a consent of the new one, continues as the same
 * person; the old mailbox stays theirs to keep, export or delete.
 */
@Component
class AccountsMadeAnew {

    private final JdbcClient jdbc;
    private final People people;
    private final Mailboxes mailboxes;
    private final Conditions conditions;
    private final AuditLog audit;
    private final GoogleSettings google;
    private final TransactionOperations transactions;

    AccountsMadeAnew(
            JdbcClient jdbc,
            People people,
            Mailboxes mailboxes,
            Conditions conditions,
            AuditLog audit,
            GoogleSettings google,
            TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.people = people;
        this.mailboxes = mailboxes;
        this.conditions = conditions;
        this.audit = audit;
        this.google = google;
        this.transactions = transactions;
    }

    /**
     * The problem for a person whose Google account is not known here, whether or not an earlier account had its
     * address.
     */
    Problem stranger(Identity identity) {
        return knownBefore(identity)
                ? ConnectProblems.strangersAddress(identity.email())
                : ConnectProblems.nobodyYet(identity.email());
    }

    /**
     * Refuses a reconnect when the mailbox's address now belongs to another account.
     *
     * @param expected the mailbox's account
     * @param chosen another account
     * @throws Problem when both have the same address
     */
    void refuse(UUID userId, Identity expected, Identity chosen) {
        if (expected.email().equalsIgnoreCase(chosen.email())) {
            transactions.executeWithoutResult(status -> met(userId, chosen));
            throw ConnectProblems.accountMadeAnew(chosen.email());
        }
    }

    private boolean knownBefore(Identity identity) {
        return jdbc.sql("""
                        select exists (select from users
                                       where issuer = :issuer and google_sub <> :sub and lower(email) = lower(:email))
                        """)
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .param("email", identity.email())
                .query(Boolean.class)
                .single();
    }

    /**
     * Notes the new account at the person's mailboxes of the old account that need reconnecting. If the person signed
     * in with the old account, they sign in with the new one from now on, because the old account can't come back. If
     * the old account's grant still works, that account was only given another address, and nothing changes. Call
     * within a transaction.
     */
    void met(UUID userId, Identity identity) {
        jdbc.sql("""
                        select id from mailboxes
                        where user_id = :user and issuer = :issuer and google_sub <> :sub
                          and lower(email) = lower(:email) and condition = 'NEEDS_RECONNECT'
                        """)
                .param("user", userId)
                .param("issuer", google.issuer())
                .param("sub", identity.sub())
                .param("email", identity.email())
                .query(UUID.class)
                .list()
                .forEach(id -> mailboxes.lock(id).ifPresent(conditions::madeAnew));
        if (people.moveToNewAccount(userId, google.issuer(), identity.sub(), identity.email())) {
            audit.record(userId, null, AuditEvent.SIGNS_IN_WITH_THE_ACCOUNT_MADE_ANEW, null);
        }
    }
}
