package dev.mailkeep.api.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.outage.Outage;
import dev.mailkeep.api.LogCapture;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private long now = 42;

    @Test
    void saysOnceThatItBeganOnceAMinuteThatItLastsAndOnceThatItIsOver() {
        var outage = new Outage(LoggerFactory.getLogger(OutageTest.class), "Temporal", "It waits", () -> now);
        try (LogCapture log = LogCapture.begin()) {
            for (int second = 0; second < 150; second++) {
                outage.met("UNAVAILABLE");
                now += Duration.ofSeconds(1).toNanos();
            }
            outage.over();
            outage.over();

            assertThat(log.lines("Temporal"))
                    .containsExactly(
                            "Temporal can't be used (UNAVAILABLE). It waits",
                            "Temporal could not be used for 60 s (UNAVAILABLE)",
                            "Temporal could not be used for 120 s (UNAVAILABLE)",
                            "Temporal can be used again, after 150 s");

            outage.met("UNAVAILABLE");
            assertThat(log.lines("can't be used")).hasSize(2);
        }
    }
}
