package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
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

    @Test
    void aSettingThatIsThereAndEmptyIsNotThere() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("GOOGLE_POPUP", "", "SPRING_MAIL_HOST", " ", "SERVER_PORT", "8090")));
        new EmbeddedDefaults().postProcessEnvironment(environment, new SpringApplication());
        assertThat(environment.resolvePlaceholders("${GOOGLE_POPUP:off}")).isEqualTo("off");
        assertThat(environment.containsProperty("spring.mail.host")).isFalse();
        assertThat(environment.getProperty("server.port")).isEqualTo("8090");
    }

    private static MockEnvironment after(String name, String value) {
        var environment = new MockEnvironment().withProperty(name, value);
        new EmbeddedDefaults().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
