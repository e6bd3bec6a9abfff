package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.connectAndImport;
import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Correspondence.wanted;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Google gives no tokens, or asks for fewer calls: what people and the operator see, and how it ends. */
class GoogleOutageTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    private final Browser browser = mailkeep.browser();

    @Test
    void showsWhatItWaitsForWhileItGetsNoTokenAndGoesOnWithoutAskingAnybodyToReconnect() {
        SimulatedAccount unlucky = mailkeep.addAccount("unlucky@gmail.example");
        SimulatedAccount unknown = mailkeep.addAccount("unknown@gmail.example");
        SimulatedAccount well = mailkeep.addAccount("well@gmail.example");
        String ofUnlucky = connectAndImport(browser, mailkeep.jdbc(), unlucky, 50);
        String ofUnknown = connectAndImport(browser, mailkeep.jdbc(), unknown, 50);
        String ofWell = connectAndImport(browser, mailkeep.jdbc(), well, 50);
        mailkeep.google()
                .faults()
                .inject(Fault.backendError(500).on("token").times(-1).forAccount(unlucky.email()));
        unlucky.expireAccessTokens();
        deliverNow(unlucky);
        String unharmed = deliverNow(well);
        eventually(() -> assertDegraded(ofUnlucky, "GoogleUnavailable"));
        assertThat(mailkeep.operator().healthOf("operatorFaults").path("status").asString())
                .isEqualTo("UP");

        // What the operator has to mend stops the mailboxes that need a token, and no others.
        mailkeep.google().faults().inject(Fault.invalidClient().times(-1));
        unknown.expireAccessTokens();
        deliverNow(unknown);
        eventually(() -> assertDegraded(ofUnknown, "OperatorFault"));
        JsonNode alarm = mailkeep.operator().healthOf("operatorFaults");
        assertThat(alarm.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(alarm.path("details").path("invalid_client").asString()).contains("GOOGLE_CLIENT_SECRET");
        assertThat(operatorFaults()).isEqualTo(1);
        eventually(() -> assertThat(kept(mailkeep.jdbc(), ofWell)).contains(unharmed));
        assertThat(browser.status(ofWell)).isEqualTo("LIVE");
        assertThat(browser.get("/api/notifications").expect(200).json()).isEmpty();

        mailkeep.google().faults().clear();
        eventually(() -> {
            assertThat(operatorFaults()).isZero();
            assertThat(browser.status(ofUnlucky)).isEqualTo("LIVE");
            assertThat(browser.status(ofUnknown)).isEqualTo("LIVE");
            assertThat(kept(mailkeep.jdbc(), ofUnlucky)).isEqualTo(wanted(unlucky));
            assertThat(kept(mailkeep.jdbc(), ofUnknown)).isEqualTo(wanted(unknown));
        });
    }

    @Test
    void showsHowLongGoogleThrottlesItAndGoesOnAfterwards() {
        SimulatedAccount account = mailkeep.addAccount("throttled@gmail.example");
        String mailbox = connectAndImport(browser, mailkeep.jdbc(), account, 50);
        Instant until = Instant.now().plusSeconds(15);
        mailkeep.google().faults().inject(Fault.rateLimited(until).on("history").forAccount(account.email()));
        String meanwhile = deliverNow(account);
        browser.checkNow(mailbox);

        eventually(() -> {
            JsonNode now = browser.mailbox(mailbox);
            assertThat(now.path("status").asString()).isEqualTo("LIVE");
            assertThat(now.hasNonNull("throttledUntil")).isTrue();
            assertThat(Instant.parse(now.path("throttledUntil").asString())).isAfterOrEqualTo(until.minusSeconds(1));
        });
        eventually(() -> {
            assertThat(browser.mailbox(mailbox).has("throttledUntil")).isFalse();
            assertThat(kept(mailkeep.jdbc(), mailbox)).contains(meanwhile);
        });
        assertThat(mailkeep.google().faults().waiting()).isEmpty();
    }

    private void assertDegraded(String mailbox, String cause) {
        JsonNode now = browser.mailbox(mailbox);
        assertThat(now.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(now.path("cause").asString()).isEqualTo(cause);
        assertThat(now.path("explanation").asString("")).isNotBlank();
        assertThat(now.hasNonNull("nextAttemptAt")).isTrue();
        assertThat(now.hasNonNull("lastSyncedAt"))
                .as("the last success is shown")
                .isTrue();
        assertThat(now.has("nextAction")).as("nobody is asked to reconnect").isFalse();
    }

    private static double operatorFaults() {
        return mailkeep.operator().metric("mailkeep_operator_faults");
    }
}
