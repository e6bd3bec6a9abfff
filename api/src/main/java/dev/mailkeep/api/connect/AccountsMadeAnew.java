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
 * Google accounts that have the address of another one before them: deleted and made anew, most likely. They are other
 * accounts, perhaps other people's, so nothing of the old one is theirs by itself. Who proves to be both, by a session of
 * the old one and a consent of the new one, goes on as the same person; the old mailbox stays theirs to keep, export or
 * delete.
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

    /** What is said to somebody whose account nobody has connected, whether or not another had its address. */
    Problem stranger(Identity identity) {
        return knownBefore(identity)
                ? ConnectProblems.strangersAddress(identity.email())
                : ConnectProblems.nobodyYet(identity.email());
    }

    /**
     * Says so where a mailbox can't be reconnected as its address is another account's by now.
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
     * Within a transaction: notes it at the person's mailboxes of the old account that wait to be reconnected, and lets the person sign in with the
     * new account from now on if they signed in with the old one: that one can't come back. An old account whose grant
     * still works was only given another address; nothing is changed then.
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
