package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.CHOSEN;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.deliverPast;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A process is killed as {@code kill -9} does it, and started again on what it left. */
class KillTest {

    @TempDir
    Path temporary;

    /** Both at once: each start of a process takes long. */
    @Test
    void goesOnByItselfAfterBeingKilledInAnImportAndRightAfterADisconnectWasAcknowledged() throws Exception {
        try (SimulatedGoogle google =
                SimulatedGoogle.start(SimulatorSettings.unkind().withQuota(Quota.unlimited()))) {
            SimulatedAccount leaving = google.addAccount("leaving@gmail.example", "Leaving");
            deliverPast(leaving, 100);
            SimulatedAccount account = google.addAccount("ada@gmail.example", "Ada");
            deliverPast(account, 3_000);
            google.clock().advance(google.quirks().searchLag());
            // Some thirty messages a second, so that the import lasts.
            MailkeepEnvironment environment = MailkeepEnvironment.of(google, directory())
                    .with("GMAIL_QUOTA_UNITS_PER_MINUTE", "40000")
                    .with("GMAIL_QUOTA_PROJECT_UNITS_PER_MINUTE", "40000");
            var browser = new Browser(environment.url());
            String mailbox;
            String receipt;
            int storedBefore;
            try (MailkeepProcess first = MailkeepProcess.start(environment)) {
                String left = connectAndChoose(browser, leaving);
                eventually(() -> assertThat(kept(first.database(), left)).hasSize(20));
                mailbox = connectAndChoose(browser, account);
                eventually(() -> assertThat(kept(first.database(), mailbox)).hasSizeGreaterThan(50));
                receipt = browser.disconnect(left);
                first.kill();
                assertThat(first.postmasters())
                        .as("the kill leaves PostgreSQL behind")
                        .hasSize(1);
            }
            String meanwhile = deliverNow(account);
            try (MailkeepProcess second = MailkeepProcess.start(environment)) {
                assertThat(second.postmasters()).hasSize(1);
                storedBefore = kept(second.database(), mailbox).size();
                assertThat(storedBefore).isGreaterThan(50).isLessThan(600);
                eventually(() -> assertThat(kept(second.database(), mailbox)).hasSizeGreaterThan(storedBefore + 20));
                second.kill();
            }
            endsInMidImportAsAskedTo(environment, mailbox);
            google.clock().advance(google.quirks().searchLag());
            try (MailkeepProcess third = MailkeepProcess.start(environment)) {
                assertThat(kept(third.database(), mailbox)).hasSizeLessThan(601);
                new ShownMailbox(browser).awaitReceipt(receipt, 20);
                assertThat(leaving.refreshTokens()).isZero();
                eventually(() -> {
                    assertThat(kept(third.database(), mailbox))
                            .contains(meanwhile)
                            .isEqualTo(wanted(account));
                    assertThat(browser.status(mailbox)).isEqualTo("LIVE");
                });
                assertThat(browser.get("/api/mailboxes").expect(200).json()).hasSize(1);
                JsonNode progress = browser.mailbox(mailbox).path("import");
                assertThat(progress.path("stored").asInt())
                        .isEqualTo(progress.path("found").asInt());
                assertThat(third.postmasters()).hasSize(1);
                third.end();
                assertThat(third.postmasters())
                        .as("an orderly end leaves nothing")
                        .isEmpty();
            }
        }
    }

    private static String connectAndChoose(Browser browser, SimulatedAccount account) {
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, CHOSEN);
        return mailbox;
    }

    /** As an orchestrator does it at a new version: what is in flight is finished, and nothing new is begun. */
    private static void endsInMidImportAsAskedTo(MailkeepEnvironment environment, String mailbox) throws Exception {
        try (MailkeepProcess leaving = MailkeepProcess.start(environment)) {
            int before = kept(leaving.database(), mailbox).size();
            eventually(() -> assertThat(kept(leaving.database(), mailbox)).hasSizeGreaterThan(before + 20));
            leaving.end();
            assertThat(leaving.log())
                    .doesNotContain("ERROR", "PostgreSQL failed in a step", "PostgreSQL can't be used");
            assertThat(leaving.postmasters()).isEmpty();
        }
    }

    @Test
    void worksOnAlthoughItsLogCanNotBeWritten() throws Exception {
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults())) {
            SimulatedAccount account = google.addAccount("ada@gmail.example", "Ada");
            deliverPast(account, 50);
            MailkeepEnvironment environment = MailkeepEnvironment.of(google, directory());
            try (MailkeepProcess mute = MailkeepProcess.startOnAFullDisk(environment)) {
                var browser = new Browser(environment.url());
                eventually(() -> browser.get("/api/session").expect(200));
                String mailbox = connectAndChoose(browser, account);
                eventually(() -> assertThat(kept(mute.database(), mailbox)).isEqualTo(wanted(account)));
            }
        }
    }

    private Path directory() throws Exception {
        return Files.createDirectory(temporary.resolve("data")).toRealPath();
    }
}
