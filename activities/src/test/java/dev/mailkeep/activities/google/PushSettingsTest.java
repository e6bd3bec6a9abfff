package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushSettingsTest {

    private static PushSettings of(String topic, String subscription, String audience, String account, String pubSub) {
        return new PushSettings(topic, subscription, audience, account, URI.create(pubSub));
    }

    @Test
    void withoutAnythingGmailDoesNotPush() {
        assertThat(of("", "", " ", "", "https://pubsub.googleapis.com/")).isEqualTo(PushSettings.off());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            emptyValue = "",
            value = {
                "'';projects/p/subscriptions/s;'';'';https://p/;GMAIL_PUSH_TOPIC must be set with",
                "'';'';https://m/hooks/gmail;a@b;https://p/;GMAIL_PUSH_TOPIC must be set with",
                "projects/p/topics/t;'';'';'';https://p/;GMAIL_PUSH_TOPIC needs a receiver",
                "my-topic;projects/p/subscriptions/s;'';'';https://p/;projects/my-project/topics/my-topic",
                "projects/p/topics/t;my-name;'';'';https://p/;projects/my-project/subscriptions/my-name",
                "projects/p/topics/t;'';https://m/hooks/gmail;'';https://p/;must be set together",
                "projects/p/topics/t;'';'';a@b;https://p/;must be set together",
                "projects/p/topics/t;'';https://m/hooks/gmail;nobody;https://p/;e-mail address of a service account",
                "projects/p/topics/t;projects/p/subscriptions/s;'';'';http://p.example/;PUBSUB_BASE_URL must be https",
            })
    void inconsistentSettingsAreRefusedWithAReason(
            String topic, String subscription, String audience, String account, String pubSub, String sentence) {
        assertThatThrownBy(() -> of(topic, subscription, audience, account, pubSub))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void theAddressOfPubSubIsTakenWithOrWithoutALastSlash() {
        String topic = "projects/p/topics/t";
        String subscription = "projects/p/subscriptions/s";
        assertThat(of(topic, subscription, "", "", "https://p.example"))
                .isEqualTo(of(topic, subscription, "", "", "https://p.example/"))
                .extracting(PushSettings::pubSubBaseUrl)
                .isEqualTo(URI.create("https://p.example/"));
    }
}
