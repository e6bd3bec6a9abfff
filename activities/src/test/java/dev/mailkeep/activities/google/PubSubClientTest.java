package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.google.PubSubClient.Pulled;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PubSubClientTest {

    private static final String TOPIC = "projects/simulated/topics/gmail";
    private static final String SUBSCRIPTION = "projects/simulated/subscriptions/mailkeep";

    private final SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());

    @BeforeEach
    void createTopic() {
        google.pubSub().createTopic(TOPIC, true);
        google.pubSub().subscribe(SUBSCRIPTION, TOPIC);
    }

    @AfterEach
    void stop() {
        google.close();
    }

    private PubSubClient pulled(String subscription) {
        var settings = new GoogleSettings(
                "client",
                "secret",
                google.authorizationUri(),
                google.tokenUri(),
                google.revocationUri(),
                google.jwksUri(),
                google.issuer(),
                google.gmailBaseUri(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
        return new PubSubClient(settings, new PushSettings(TOPIC, subscription, null, null, google.gmailBaseUri()));
    }

    @Test
    void anAcknowledgedMessageIsNotDeliveredAgain() {
        PubSubClient messages = pulled(SUBSCRIPTION);
        google.pubSub().publish(TOPIC, "ada", "one");
        google.pubSub().publish(TOPIC, "ada", "two");

        List<Pulled> first = messages.pull();
        assertThat(first).extracting(Pulled::data).containsExactly("b25l", "dHdv");
        messages.acknowledge(first.subList(0, 1));
        google.clock().advance(Duration.ofSeconds(11));
        List<Pulled> second = messages.pull();
        messages.acknowledge(second);

        assertThat(second).extracting(Pulled::data).containsExactly("dHdv");
        assertThat(google.pubSub().unacknowledged(SUBSCRIPTION)).isZero();
    }

    @Test
    void withoutMessagesAPullReturnsNone() {
        assertThat(pulled(SUBSCRIPTION).pull()).isEmpty();
    }

    @Test
    void aRefusalIsReportedWithoutGooglesText() {
        assertThatThrownBy(
                        () -> pulled("projects/simulated/subscriptions/missing").pull())
                .isInstanceOf(GoogleFailure.Unavailable.class)
                .hasMessage("Pub/Sub answered 404");
        PubSubClient messages = pulled(SUBSCRIPTION);
        google.close();
        assertThatThrownBy(messages::pull)
                .isInstanceOf(GoogleFailure.Unavailable.class)
                .hasMessage("Pub/Sub could not be reached");
    }
}
