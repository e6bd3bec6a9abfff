package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.risc.SecurityEvents.Effect;
import dev.mailkeep.simulator.risc.SecurityEvent;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A mailbox whose grant is a day old, another account's mailbox beside it, and Google's security events. */
final class SecurityEventScene {

    /** The mailbox of another account. */
    final UUID bystander;

    /** Google's identifier of the account of the fixture's mailbox. */
    final String sub;

    private final MailboxFixture mailkeep;

    SecurityEventScene(MailboxFixture mailkeep) {
        this.mailkeep = mailkeep;
        sub = mailkeep.account().sub();
        bystander = mailkeep.connect(mailkeep.google().addAccount("other@gmail.example", "Other"));
        grantedAgo("1 day");
    }

    /**
     * Makes all grants that old.
     *
     * @param interval in PostgreSQL's words
     */
    void grantedAgo(String interval) {
        mailkeep.jdbc()
                .sql("update oauth_tokens set granted_at = now() - cast(:ago as interval)")
                .param("ago", interval)
                .update();
    }

    /** Google sends an event, and Mailkeep takes it. */
    Effect happens(SecurityEvent event) {
        return take(mailkeep.google().risc().token(event));
    }

    /** Mailkeep reads a token and takes the events in it. */
    Effect take(String token) {
        return mailkeep.bean(SecurityEvents.class)
                .take(mailkeep.bean(SecurityEventTokens.class).read(token));
    }

    /** The fixture's mailbox as an effect names it. */
    ConcernedMailbox owners() {
        return new ConcernedMailbox(mailkeep.mailboxId(), mailkeep.userId());
    }

    /** Every row that an event could change, as text. */
    Map<String, List<String>> rows() {
        var rows = new TreeMap<String, List<String>>();
        for (String table : List.of(
                "users", "mailboxes", "oauth_tokens", "pending_revocations", "notifications", "browser_sessions")) {
            rows.put(
                    table,
                    mailkeep.jdbc()
                            .sql("select cast(t as text) from " + table + " t order by 1")
                            .query(String.class)
                            .list());
        }
        return rows;
    }

    /** The owner signs in to Mailkeep. */
    void signIn(Instant at) {
        mailkeep.jdbc()
                .sql("""
                        insert into browser_sessions (id, secret_hash, user_id, binding, created_at)
                        values (:id, sha256(cast(cast(:id as text) as bytea)), :user, :id, :at)
                        """)
                .param("id", UUID.randomUUID())
                .param("at", Timestamp.from(at))
                .param("user", mailkeep.userId())
                .update();
    }
}
