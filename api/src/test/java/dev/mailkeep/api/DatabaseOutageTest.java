package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.connectAndImport;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.deliverPast;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.health.Outages;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** PostgreSQL closes connections, takes no writes, or has no connection left. */
class DatabaseOutageTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.on(
            SimulatorSettings.defaults().withQuota(Quota.unlimited()), (google, environment) -> environment);

    private Browser browser;

    @BeforeEach
    void openABrowser() {
        browser = mailkeep.browser();
    }

    @Test
    void importsExactlyAlthoughPostgresClosesEveryConnectionAgainAndAgain() {
        SimulatedAccount account = mailkeep.addAccount("cut-off@gmail.example");
        deliverPast(account, 5_000);
        mailkeep.google().latency(Duration.ofMillis(30));
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, Correspondence.CHOSEN);
        for (int atLeast = 100; atLeast < 1_000; atLeast += 250) {
            int enough = atLeast;
            eventually(() -> assertThat(stored(mailbox)).isGreaterThan(enough));
            assertThat(closeEveryConnection()).isPositive();
        }

        eventually(() -> {
            assertThat(kept(mailkeep.jdbc(), mailbox)).isEqualTo(wanted(account));
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        });
        JsonNode done = browser.mailbox(mailbox);
        assertThat(done.path("import").path("found").asInt()).isEqualTo(1_000);
        assertThat(done.path("import").path("stored").asInt()).isEqualTo(1_000);
        assertThat(done.path("quarantined").asInt()).isZero();
    }

    @Test
    void isNotReadyAndSaysSoWhileTheDatabaseTakesNoWritesAndGoesOnAfterwards() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("read-only@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        DataSource database = mailkeep.bean(DataSource.class);
        String arrived;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            // As on a server that became a standby.
            statement.execute("alter role current_user set default_transaction_read_only = on");
            closeEveryConnection(connection);
            arrived = deliverNow(account);

            eventually(() -> {
                assertThat(mailkeep.operator()
                                .readinessOf("databaseWrites")
                                .path("details")
                                .path("problem")
                                .asString())
                        .isEqualTo("PostgreSQL is read-only");
                assertThat(mailkeep.operator().readiness().status()).isEqualTo(503);
            });
            Answer refused = browser.post("/api/mailboxes/" + mailbox + "/pause");
            assertThat(refused.expect(503).problem()).isEqualTo("database-unavailable");
            assertThat(refused.json().path("detail").asString()).contains("full or read-only");

            statement.execute("set default_transaction_read_only = off");
            statement.execute("alter role current_user reset default_transaction_read_only");
            closeEveryConnection(connection);
        }
        eventually(() -> {
            // Through the page: the pool may still hand out a connection that was closed just now.
            assertThat(browser.get("/api/mailboxes/" + mailbox + "/messages")
                            .expect(200)
                            .text())
                    .contains(arrived);
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(mailkeep.operator()
                            .readinessOf("databaseWrites")
                            .path("status")
                            .asString())
                    .isEqualTo("UP");
        });
    }

    @Test
    void answersInWordsInsteadOfHangingWhileEveryConnectionIsTaken() throws Exception {
        SimulatedAccount account = mailkeep.addAccount("crowded@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        DataSource database = mailkeep.bean(DataSource.class);
        // The outage of an earlier test is over.
        eventually(() ->
                assertThat(mailkeep.bean(Outages.class).database().isOpen()).isFalse());
        var taken = new ArrayList<Connection>();
        try {
            while (true) {
                taken.add(database.getConnection());
            }
        } catch (SQLTransientConnectionException thatWasAll) {
            assertThat(taken).isNotEmpty();
        }

        try (LogCapture log = LogCapture.begin()) {
            // Side by side: each waits for a connection until its time is over.
            List<CompletableFuture<Answer>> refused = List.of(
                    CompletableFuture.supplyAsync(() -> browser.get("/api/mailboxes")),
                    CompletableFuture.supplyAsync(() -> browser.get("/api/mailboxes")));
            List<CompletableFuture<Answer>> probes = List.of(
                    CompletableFuture.supplyAsync(() -> mailkeep.operator().readiness()),
                    CompletableFuture.supplyAsync(() -> mailkeep.operator().readiness()));
            for (CompletableFuture<Answer> request : refused) {
                assertThat(request.join().expect(503).problem()).isEqualTo("database-unavailable");
                assertThat(request.join().header("Content-Type")).startsWith("application/problem+json");
            }
            for (CompletableFuture<Answer> probe : probes) {
                assertThat(probe.join().status()).isEqualTo(503);
            }
            assertThat(log.lines("PostgreSQL can't be used")).hasSize(1);
            assertThat(log.lines("A request failed")).isEmpty();

            for (Connection connection : taken) {
                connection.close();
            }
            eventually(
                    () -> assertThat(log.lines("PostgreSQL can be used again")).hasSize(1));
            assertThat(log.stacks()).isEmpty();
        }
        String arrived = deliverNow(account);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), mailbox)).contains(arrived));
        assertThat(browser.get("/api/mailboxes").expect(200).json()).isNotEmpty();
    }

    private static int stored(String mailbox) {
        return kept(mailkeep.jdbc(), mailbox).size();
    }

    /** All but this connection; returns how many there were. */
    private static int closeEveryConnection() {
        return mailkeep.jdbc().sql("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                        """).query(Integer.class).single();
    }

    private static void closeEveryConnection(Connection but) throws SQLException {
        try (Statement statement = but.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid()
                    """);
        }
    }
}
