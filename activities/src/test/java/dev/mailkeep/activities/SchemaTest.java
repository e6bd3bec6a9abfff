package dev.mailkeep.activities;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.fixture.TestDatabase;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class SchemaTest {

    /** Tables whose rows outlive their mailbox. */
    private static final Set<String> OUTLIVING = Set.of("audit_log", "pending_revocations");

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void anEmptyDatabaseIsMigratedOnceAndIsValidAfterwards() {
        try (var database = TestDatabase.empty()) {
            Flyway flyway = Flyway.configure().dataSource(database).load();

            assertThat(flyway.migrate().migrationsExecuted).isPositive();
            assertThat(flyway.migrate().migrationsExecuted).isZero();
            flyway.validate();

            assertThat(JdbcClient.create(database)
                            .sql(
                                    "select data_type || numeric_precision || numeric_scale from information_schema.columns where table_name = 'mailboxes' and column_name = 'history_id'")
                            .query(String.class)
                            .single())
                    .isEqualTo("numeric200");
        }
    }

    @Test
    void deletingAUserDeletesAllTheirRows() {
        fillEveryTable();
        List<String> tables = tablesOf("user_id", "mailbox_id");
        assertThat(tables).contains("email_messages", "message_queue", "receipts", "oauth_attempts");
        for (String table : tables) {
            assertThat(mailkeep.count(table)).as(table).isPositive();
        }

        mailkeep.jdbc().sql("delete from users").update();

        for (String table : tables) {
            if (!OUTLIVING.contains(table)) {
                assertThat(mailkeep.count(table)).as(table).isZero();
            }
        }
        assertThat(mailkeep.count("audit_log")).isPositive();
    }

    @Test
    void theAuditLogOnlyGrowsWhileTheUserExists() {
        mailkeep.command(Kind.PAUSE);
        mailkeep.jdbc()
                .sql("insert into audit_log (event) values ('account-deleted')")
                .update();
        int entries = mailkeep.count("audit_log");

        for (String sql : List.of(
                "update audit_log set event = 'nothing'",
                "delete from audit_log",
                "delete from audit_log where user_id is null",
                "truncate audit_log")) {
            assertThatThrownBy(() -> mailkeep.jdbc().sql(sql).update()).as(sql).isInstanceOf(DataAccessException.class);
        }
        assertThat(mailkeep.count("audit_log")).isEqualTo(entries).isGreaterThan(1);

        mailkeep.jdbc().sql("delete from users").update();
        mailkeep.bean(AuditLog.class).forget(mailkeep.userId());

        assertThat(mailkeep.count("audit_log where user_id is not null")).isZero();
        assertThat(mailkeep.count("audit_log")).isEqualTo(1);
    }

    @Test
    void nothingSecretIsPlainInAnyTable() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(
                                200,
                                "{\"access_token\": \"ya29.plain\", \"expires_in\": 3599, \"refresh_token\": \"1//0plain\"}")
                        .on("token"));
        mailkeep.tokens().refreshToken(mailkeep.mailboxId());
        String access = mailkeep.bean(AccessTokens.class).get(mailkeep.mailbox().owner(), 1);
        assertThat(access).isEqualTo("ya29.plain");
        String connected = dump();
        mailkeep.command(Kind.DISCONNECT);

        for (String dump : List.of(connected, dump())) {
            assertThat(dump).contains("ada@gmail.example").doesNotContain("ya29", "1//0", "simulated-secret");
        }
    }

    private void fillEveryTable() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        mailkeep.account().deliver(Mail.from("someone@elsewhere.example").build());
        mailkeep.account().deliver(Mail.from(BOSS).build());
        mailkeep.check();
        mailkeep.row()
                .writeCommand(mailkeep.mailboxId(), dev.mailkeep.workflows.contract.Command.of(Kind.RESYNC, null));
        for (String sql : List.of(
                "insert into dismissed_messages (mailbox_id, message_id, outcome, senders_version) select id, '1', 'GONE', 1 from mailboxes",
                "insert into quarantined_messages (mailbox_id, message_id, reason, attempts) select id, '2', 'x', 3 from mailboxes",
                "insert into search_failures (mailbox_id, part, failure_type, next_attempt_at) select id, 'STORE', 'x', now() from mailboxes",
                "insert into plans (mailbox_id, senders, history_id, made_at, message_ids) select id, '{}', 1, now(), '{}' from mailboxes",
                "insert into notifications (id, user_id, mailbox_id, kind, incident) select id, user_id, id, 'x', 1 from mailboxes",
                "insert into browser_sessions (id, secret_hash, user_id, binding) select id, sha256('x'), user_id, id from mailboxes",
                "insert into former_senders (mailbox_id, sender) select id, 'x' from mailboxes",
                "insert into recoveries (mailbox_id) select id from mailboxes",
                "insert into receipts (id, user_id, mailbox_id) select id, user_id, id from mailboxes",
                "insert into pending_revocations (id, mailbox_id, issuer, google_sub, refresh_token) select id, id, 'x', 'x', 'x' from mailboxes",
                "insert into oauth_attempts (state_hash, session_hash, purpose, user_id, mailbox_id, verifier, nonce, redirect_uri, expires_at) select 'x', 'x', 'RECONNECT', user_id, id, 'x', 'x', 'x', now() from mailboxes")) {
            mailkeep.jdbc().sql(sql).update();
        }
    }

    private List<String> tablesOf(String... columns) {
        return mailkeep.jdbc()
                .sql("""
                        select distinct table_name from information_schema.columns
                        where table_schema = 'public' and column_name = any(:columns) order by 1
                        """)
                .param("columns", columns)
                .query(String.class)
                .list();
    }

    private String dump() {
        List<String> tables = mailkeep.jdbc()
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list();
        var dump = new ArrayList<String>();
        for (String table : tables) {
            dump.addAll(mailkeep.jdbc()
                    .sql(
                            "select row_to_json(t) || coalesce(encode(decode(substring(row_to_json(t)::text from '\\\\\\\\x([0-9a-f]+)'), 'hex'), 'escape'), '') from "
                                    + table + " t")
                    .query(String.class)
                    .list());
        }
        return String.join("\n", dump);
    }
}
