package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

/** What follows from the settings that are there, and from those that are not. */
class EmbeddedDefaultsTest {

    private static final String TLS = "spring.temporal.connection.enable-https";
    private static final String KEY = "spring.temporal.connection.api-key";

    @Test
    void saysNothingOfTlsBesideAKeySoThatTheKeyTurnsItOn() {
        MockEnvironment environment = after("TEMPORAL_API_KEY", "key");
        assertThat(environment.getProperty(KEY)).isEqualTo("key");
        assertThat(environment.containsProperty(TLS)).isFalse();
    }

    @Test
    void turnsTlsOnWithoutAKeyWhenAskedTo() {
        MockEnvironment environment = after("TEMPORAL_TLS", "true");
        assertThat(environment.getProperty(TLS)).isEqualTo("true");
        assertThat(environment.containsProperty(KEY)).isFalse();
    }

    @Test
    void anEmptyKeyIsNone() {
        assertThat(after("TEMPORAL_API_KEY", "").containsProperty(KEY)).isFalse();
    }

    private static MockEnvironment after(String name, String value) {
        var environment = new MockEnvironment().withProperty(name, value);
        new EmbeddedDefaults().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
