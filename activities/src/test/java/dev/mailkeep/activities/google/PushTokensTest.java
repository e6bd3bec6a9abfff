package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.google.PushTokens.Refused;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.pubsub.OidcToken;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PushTokensTest {

    private static final String AUDIENCE = "https://mail.example.org/hooks/gmail";
    private static final String ACCOUNT = "push@project.iam.gserviceaccount.com";

    private final SimulatedGoogle google = SimulatedGoogle.start(SimulatorSettings.defaults());
    private final OidcToken genuine = google.pubSub().token(AUDIENCE, ACCOUNT);
    private final PushTokens tokens = tokens(google.issuer(), Clock.systemUTC());

    @AfterEach
    void stop() {
        google.close();
    }

    private PushTokens tokens(String issuer, Clock clock) {
        var settings = new GoogleSettings(
                "client",
                "secret",
                google.authorizationUri(),
                google.tokenUri(),
                google.revocationUri(),
                google.jwksUri(),
                issuer,
                google.gmailBaseUri(),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5));
        return new PushTokens(
                settings,
                new PushSettings("projects/p/topics/t", null, AUDIENCE, ACCOUNT, URI.create("http://localhost/")),
                clock);
    }

    @Test
    void aGenuineTokenPassesAlsoAfterTheKeysHaveChanged() {
        assertThatCode(() -> tokens.verify(google.pubSub().sign(genuine))).doesNotThrowAnyException();
        google.rotateKeys();
        assertThatCode(() -> tokens.verify(google.pubSub().sign(genuine))).doesNotThrowAnyException();
    }

    @Test
    void bothSpellingsOfGooglesIssuerPass() {
        PushTokens real = tokens(GoogleSettings.GOOGLE_ISSUER, Clock.systemUTC());
        for (String issuer : new String[] {"https://accounts.google.com", "accounts.google.com"}) {
            assertThatCode(() -> real.verify(google.pubSub().sign(genuine.withIssuer(issuer))))
                    .doesNotThrowAnyException();
        }
        assertThatThrownBy(() -> real.verify(google.pubSub().sign(genuine))).isInstanceOf(Refused.class);
    }

    @Test
    void aTokenWithOneWrongClaimIsRefused() {
        Stream.of(
                        genuine.withAudience("https://mail.example.org/hooks/risc"),
                        genuine.withAudience(AUDIENCE + "/"),
                        genuine.withEmail("push@other.iam.gserviceaccount.com"),
                        genuine.withEmailVerified(false),
                        genuine.withIssuer("https://accounts.google.com"),
                        genuine.withLife(Duration.ofMinutes(-6)),
                        genuine.withLife(null))
                .forEach(forged -> assertThatThrownBy(
                                () -> tokens.verify(google.pubSub().sign(forged)))
                        .as(forged.toString())
                        .isInstanceOf(Refused.class));
    }

    @Test
    void aTokenOfAnotherKeyWithoutASignatureOrOfNonsenseIsRefused() {
        String[] parts = google.pubSub().sign(genuine).split("\\.");
        String none = Base64.getUrlEncoder().withoutPadding().encodeToString("{\"alg\":\"none\"}".getBytes());
        Stream.of(
                        google.pubSub().signAsStranger(genuine),
                        parts[0] + "." + parts[1] + ".",
                        none + "." + parts[1] + ".",
                        parts[0] + "." + parts[1] + "x." + parts[2],
                        "nonsense",
                        "")
                .forEach(forged -> assertThatThrownBy(() -> tokens.verify(forged))
                        .as(forged)
                        .isInstanceOf(Refused.class));
    }

    @Test
    void tokensOfUnknownKeysDoNotMakeMailkeepAskGoogleEachTime() {
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> tokens.verify(google.pubSub().signAsStranger(genuine)))
                    .isInstanceOf(Refused.class);
        }

        assertThat(google.calls().count("certs")).isLessThanOrEqualTo(2);
        assertThatCode(() -> tokens.verify(google.pubSub().sign(genuine))).doesNotThrowAnyException();
    }

    @Test
    void withoutGooglesKeysNoTokenIsCalledForged() {
        google.faults().inject(Fault.backendError(503).on("certs").times(-1));

        assertThatThrownBy(() -> tokens.verify(google.pubSub().sign(genuine)))
                .isInstanceOf(GoogleFailure.Unavailable.class);
    }
}
