package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PopupSettingsTest {

    @ParameterizedTest
    @CsvSource({"on, true", "true, true", "off, false", "false, false"})
    void areOnWhenTheyAreSaidToBe(String said, boolean on) {
        var source = new MapConfigurationPropertySource(
                Map.of("mailkeep.popup.enabled", said, "mailkeep.popup.redirect-uri", "postmessage"));
        assertThat(new Binder(source)
                        .bindOrCreate("mailkeep.popup", PopupSettings.class)
                        .enabled())
                .isEqualTo(on);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postmessage", "https://mail.example.org", "http://localhost:8080"})
    void takeWhatGoogleMayExpectAtTheExchange(String redirectUri) {
        assertThat(new PopupSettings(true, redirectUri).redirectUri()).isEqualTo(redirectUri);
    }

    @Test
    void takeAnOriginWithItsLastSlash() {
        assertThat(new PopupSettings(true, "https://mail.example.org/").redirectUri())
                .isEqualTo("https://mail.example.org");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "postMessage", "https://mail.example.org/path", "mail.example.org", "https://", "a b"})
    void refuseWhatGoogleWouldNeverTake(String redirectUri) {
        assertThatThrownBy(() -> new PopupSettings(true, redirectUri))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("GOOGLE_POPUP_REDIRECT_URI");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, http://localhost:8080",
        "https://mail.example.org, https://mail.example.org",
        "https://mail.example.org/, https://mail.example.org",
        "https://Mail.Example.org:443, https://mail.example.org",
        "http://localhost:80, http://localhost",
        "http://localhost:443, http://localhost:443",
        "http://[::1]:8080, http://[::1]:8080"
    })
    void knowTheOriginAsBrowsersSendIt(String publicUrl, String origin) {
        assertThat(new MailkeepSettings(URI.create(publicUrl), Role.ALL, Path.of("data"), Duration.ofMinutes(5))
                        .origin())
                .isEqualTo(origin);
    }
}
