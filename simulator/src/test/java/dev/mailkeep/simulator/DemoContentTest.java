package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.SimulatedAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DemoContentTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    @Test
    void fillsThreeAccountsOnce(@TempDir Path directory) {
        SimulatorSettings settings = SimulatorSettings.defaults().withJournal(directory.resolve("journal"));
        SimulatedGoogle google = simulators.start(settings);
        google.addDemoAccounts();
        assertThat(google.accounts())
                .extracting(SimulatedAccount::email)
                .containsExactly("ada@gmail.example", "grace@gmail.example", "edsger@corp.example");
        Instant now = google.clock().instant();
        for (SimulatedAccount account : google.accounts()) {
            assertThat(account.size()).isBetween(900, 1_500);
            assertThat(account.idsFrom(mail -> mail.from().contains("boss@corp.example")))
                    .hasSizeBetween(170, 190);
            assertThat(account.idsFrom(mail -> mail.from().contains("@list.example")))
                    .hasSizeBetween(110, 130);
            assertThat(account.idsFrom(mail -> mail.from().contains("alerts@bank.example")))
                    .isNotEmpty();
            assertThat(account.idsFrom(mail -> mail.receivedAt().isAfter(now)
                            || mail.receivedAt().isBefore(now.minus(Duration.ofDays(1_461)))))
                    .isEmpty();
            assertThat(account.idsFrom(mail ->
                            mail.subject().contains("%") && mail.subject().contains("d%")))
                    .isEmpty();
        }
        int size = google.account("ada@gmail.example").size();
        simulators.close(google);

        SimulatedGoogle restarted = simulators.start(settings);
        restarted.addDemoAccounts();
        assertThat(restarted.accounts()).hasSize(3);
        assertThat(restarted.account("ada@gmail.example").size()).isEqualTo(size);
    }

    @Test
    void addsTheSameMailEveryTime() {
        SimulatedGoogle one = simulators.start();
        SimulatedGoogle two = simulators.start();
        one.addDemoAccounts();
        two.addDemoAccounts();
        assertThat(two.account("ada@gmail.example").idsFrom(mail -> true))
                .isEqualTo(one.account("ada@gmail.example").idsFrom(mail -> true));
    }

    @Test
    void keepsDeliveringUntilClosed() throws Exception {
        SimulatedGoogle google = simulators.start();
        SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
        AutoCloseable deliveries = simulators.closedAfterwards(google.keepDeliveringDemoMail(Duration.ofMillis(5)));
        Instant deadline = Instant.now().plusSeconds(180);
        while (ada.size() < 3 && Instant.now().isBefore(deadline)) {
            Thread.sleep(5);
        }
        assertThat(ada.size()).isGreaterThanOrEqualTo(3);
        deliveries.close();
    }
}
