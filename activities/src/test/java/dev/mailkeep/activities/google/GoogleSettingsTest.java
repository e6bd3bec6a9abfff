package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GoogleSettingsTest {

    private static GoogleSettings with(String slash) {
        return new GoogleSettings(
                "id",
                "secret",
                URI.create("https://accounts.example/auth" + slash),
                URI.create("https://oauth2.example/token" + slash),
                URI.create("https://oauth2.example/revoke" + slash),
                URI.create("https://www.example/certs" + slash),
                "https://accounts.example" + slash,
                URI.create("https://gmail.example" + slash),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    @Test
    void addressesAreTakenWithOrWithoutALastSlash() {
        assertThat(with("/")).isEqualTo(with(""));
        assertThat(with("").gmailBaseUrl()).isEqualTo(URI.create("https://gmail.example/"));
        assertThat(with("/").tokenUri()).isEqualTo(URI.create("https://oauth2.example/token"));
        assertThat(with("/").issuer()).isEqualTo("https://accounts.example");
    }

    @Test
    void anAddressWithoutAHostIsRefusedWithAReason() {
        assertThatThrownBy(() -> GoogleSettings.requireSecure("GMAIL_BASE_URL", URI.create("https:gmail")))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("GMAIL_BASE_URL must be https");
    }
}
