package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TurmoilTest {

    @Test
    void doesEverythingThatHappensToMail() {
        try (SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.unkind())) {
            SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");

            new Turmoil(google, ada, List.of("boss@corp.example", "else@x.example"), 7).happen(500);

            Set<String> all = ada.idsFrom(mail -> true);
            Set<String> visible = ada.visibleIdsFrom(mail -> true);
            assertThat(all).hasSizeBetween(50, 250).containsAll(visible);
            assertThat(visible).hasSizeBetween(20, all.size() - 10);
            assertThat(ada.idsFrom(mail -> mail.labels().contains("TRASH"))).isNotEmpty();
            assertThat(ada.idsFrom(mail ->
                            mail.receivedAt().isBefore(google.clock().instant().minus(Duration.ofDays(365)))))
                    .isNotEmpty();
        }
    }
}
