package dev.mailkeep.activities.risc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailkeep.activities.Consent;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.google.DiscoveryDocuments;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleKeys;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.risc.SecurityEvent.Kind;
import dev.mailkeep.activities.risc.SecurityEventTokens.Reason;
import dev.mailkeep.activities.risc.SecurityEventTokens.Refused;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityEventTokensTest {

    private static final String SUB = "100000000000000000001";

    private final MailboxFixture mailkeep = MailboxFixture.kind();
    private final Hands clock = new Hands();
    private final SecurityEventTokens tokens = reader(mailkeep.google.riscConfigurationUri());

    @AfterEach
    void stop() {
        mailkeep.close();
    }

    /** A clock whose hands a test turns. */
    private static final class Hands extends Clock {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        void turn(Duration by) {
            now = now.plus(by);
        }
    }

    private SecurityEventTokens reader(URI configuration) {
        return new SecurityEventTokens(
                new RiscDiscovery(mailkeep.bean(DiscoveryDocuments.class), configuration),
                mailkeep.bean(GoogleSettings.class),
                clock);
    }

    private String token() {
        return mailkeep.google.risc().token(event());
    }

    private static dev.mailkeep.simulator.risc.SecurityEvent event() {
        return dev.mailkeep.simulator.risc.SecurityEvent.tokensRevoked(SUB);
    }

    private static Reason reasonOf(SecurityEventTokens reader, String token) {
        Refused refused = catchThrowableOfType(Refused.class, () -> reader.read(token));
        assertThat(refused).as("refused").isNotNull();
        return refused.reason();
    }

    @Test
    void sayWhatHappenedToWhom() {
        SecurityEventToken read = tokens.read(token() + "\n");

        assertThat(read.id()).isNotEmpty();
        assertThat(read.issuedAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(read.events()).containsExactly(new SecurityEvent(Kind.TOKENS_REVOKED, SUB, null, null));
        assertThat(read.toString()).doesNotContain(SUB);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_KEY, FORGED",
        "WRONG_SIGNATURE, FORGED",
        "UNSIGNED, FORGED",
        "WRONG_ISSUER, OTHER_ISSUER",
        "WRONG_AUDIENCE, OTHER_AUDIENCE",
        "FROM_THE_FUTURE, WRONG_TIME",
        "ANCIENT, WRONG_TIME",
        "NO_EVENTS, MALFORMED",
        "NO_ID, MALFORMED"
    })
    void areRefusedWhereOneThingIsWrong(Forgery forgery, Reason reason) {
        assertThat(reasonOf(tokens, mailkeep.google.risc().token(event(), forgery)))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "a.b.c",
                "{}",
                "eyJhbGciOiJSUzI1NiJ9..",
                "eyJhbGciOiJub25lIn0.e30.",
                "\0",
                "....."
            })
    void areRefusedWhereTheyAreNone(String text) {
        assertThat(reasonOf(tokens, text)).isIn(Reason.MALFORMED, Reason.FORGED);
    }

    @Test
    void areRefusedWithAnotherAlgorithmThoughTheKeyIsGoogles() {
        // The public key as the secret of an HMAC: the oldest trick of all.
        String[] parts = token().split("\\.");
        String header = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"HS256\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(reasonOf(tokens, header + "." + parts[1] + "." + parts[2])).isEqualTo(Reason.FORGED);
        assertThat(mailkeep.google.calls().count("certs")).isZero();
    }

    @Test
    void areNotIdTokensThoughTheKeysAreTheSame() {
        String idToken = Objects.requireNonNull(
                Consent.give(mailkeep.google, mailkeep.account, mailkeep.bean(TokenEndpoint.class))
                        .idToken());

        assertThat(reasonOf(tokens, idToken)).isEqualTo(Reason.OTHER_ISSUER);
    }

    @Test
    void doNotExpireButMustBeOfTheLastWeeks() {
        Instant now = clock.instant();

        assertThat(tokens.read(mailkeep.google.risc().tokenIssuedAt(now.minus(Duration.ofDays(13)), event()))
                        .events())
                .hasSize(1);
        assertThat(tokens.read(mailkeep.google.risc().tokenIssuedAt(now.plus(Duration.ofMinutes(4)), event()))
                        .events())
                .hasSize(1);
        assertThat(reasonOf(tokens, mailkeep.google.risc().tokenIssuedAt(now.minus(Duration.ofDays(15)), event())))
                .isEqualTo(Reason.WRONG_TIME);
        assertThat(reasonOf(tokens, mailkeep.google.risc().tokenIssuedAt(now.plus(Duration.ofMinutes(6)), event())))
                .isEqualTo(Reason.WRONG_TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "https://accounts.simulated-google.invalid, true",
        "https://accounts.simulated-google.invalid/, true",
        "accounts.simulated-google.invalid, true",
        "https://accounts.other.example/, false"
    })
    void nameAnAccountOfTheirOwnIssuerOnly(String issuer, boolean ours) {
        SecurityEventToken read = tokens.read(mailkeep.google.risc().token(event().withSubjectIssuer(issuer)));

        assertThat(read.events().get(0).sub()).isEqualTo(ours ? SUB : null);
    }

    @Test
    void ofANewKeyAreReadOnceGoogleMayBeAskedAgain() {
        tokens.read(token());
        reasonOf(tokens, mailkeep.google.risc().token(event(), Forgery.UNKNOWN_KEY));
        mailkeep.google.rotateKeys();
        String fresh = token();

        assertThat(reasonOf(tokens, fresh)).isEqualTo(Reason.FORGED);
        clock.turn(GoogleKeys.TWO_FETCHES_IN.plusSeconds(1));

        assertThat(tokens.read(fresh).events()).hasSize(1);
    }

    @Test
    void thatAreForgedDoNotMakeUsAskGoogleAtWill() {
        for (int i = 0; i < 20; i++) {
            reasonOf(tokens, mailkeep.google.risc().token(event(), Forgery.UNKNOWN_KEY));
        }

        assertThat(mailkeep.google.calls().count("certs")).isEqualTo(2);
        assertThat(mailkeep.google.calls().count("riscConfiguration")).isEqualTo(2);
        clock.turn(GoogleKeys.TWO_FETCHES_IN.plusSeconds(1));
        for (int i = 0; i < 20; i++) {
            reasonOf(tokens, mailkeep.google.risc().token(event(), Forgery.UNKNOWN_KEY));
        }
        assertThat(mailkeep.google.calls().count("certs")).isEqualTo(4);
    }

    @Test
    void ofAKeyThatGoogleHasWithdrawnAreRefusedWithinTheHour() {
        String old = token();
        tokens.read(old);
        mailkeep.google.rotateKeys();
        mailkeep.google.rotateKeys();

        assertThat(tokens.read(old).events()).hasSize(1);
        clock.turn(GoogleKeys.CACHED.plusSeconds(1));

        assertThat(reasonOf(tokens, old)).isEqualTo(Reason.FORGED);
    }

    @Test
    void areReadWithTheKeysOfTheLastHourWhileGoogleCanNotBeAsked() {
        tokens.read(token());
        mailkeep.google.faults().inject(Fault.html502().on("certs").times(-1));
        clock.turn(GoogleKeys.CACHED.plusSeconds(1));

        assertThat(tokens.read(token()).events()).hasSize(1);
        clock.turn(GoogleKeys.THROUGH_AN_OUTAGE);

        assertThatThrownBy(() -> tokens.read(token())).isInstanceOf(GoogleFailure.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certs", "riscConfiguration"})
    void areForLaterWhereGooglesKeysCanNotBeHad(String missing) {
        mailkeep.google.faults().inject(Fault.backendError(503).on(missing).times(-1));

        assertThatThrownBy(() -> tokens.read(token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThatThrownBy(() -> tokens.read(token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThatThrownBy(() -> tokens.read(token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google.calls().count(missing)).isEqualTo(2);

        mailkeep.google.faults().clear();
        clock.turn(GoogleKeys.TWO_FETCHES_IN.plusSeconds(1));
        assertThat(tokens.read(token()).events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{}",
                "null",
                "{\"issuer\": \"https://accounts.simulated-google.invalid/\", \"jwks_uri\": \"http://evil.example/keys\"}",
                "{\"issuer\": \"https://accounts.simulated-google.invalid/\", \"jwks_uri\": \"file:///etc/passwd\"}"
            })
    void areForLaterWhereTheDiscoveryDocumentMakesNoSense(String document) {
        mailkeep.google
                .faults()
                .inject(Fault.respond(200, document).on("riscConfiguration").times(-1));

        assertThatThrownBy(() -> tokens.read(token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google.calls().count("certs")).isZero();
    }

    @Test
    void areForLaterWhereTheDiscoveryDocumentHasMoved() {
        mailkeep.google
                .faults()
                .inject(Fault.respond(302, "")
                        .on("riscConfiguration")
                        .withHeader(
                                "Location",
                                mailkeep.google.riscConfigurationUri().toString()));

        assertThatThrownBy(() -> tokens.read(token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google.calls().count("riscConfiguration")).isEqualTo(1);
    }

    @Test
    void areLookedUpOverHttpsOnly() {
        assertThatThrownBy(() -> new RiscSettings("on", URI.create("http://accounts.google.com/risc")))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("GOOGLE_RISC_CONFIGURATION_URI");
    }
}
