package dev.mailkeep.activities.risc;

import static dev.mailkeep.activities.risc.EventTokenReader.SUB;
import static dev.mailkeep.activities.risc.EventTokenReader.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Consent;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.risc.SecurityEvent.Kind;
import dev.mailkeep.activities.risc.SecurityEventTokens.Reason;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityEventTokensTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final EventTokenReader reader = new EventTokenReader(mailkeep);

    @Test
    void nameTheEventAndTheAccount() {
        SecurityEventToken read = reader.tokens.read(reader.token() + "\n");

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
        assertThat(reader.reasonOf(mailkeep.google().risc().token(event(), forgery)))
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
    void areRefusedWhereTheTextIsNoToken(String text) {
        assertThat(reader.reasonOf(text)).isIn(Reason.MALFORMED, Reason.FORGED);
    }

    @Test
    void areRefusedWithAnotherAlgorithmThoughTheKeyIsGoogles() {
        // The oldest attack: the public key is used as the secret of an HMAC.
        String[] parts = reader.token().split("\\.");
        String header = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"HS256\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(reader.reasonOf(header + "." + parts[1] + "." + parts[2])).isEqualTo(Reason.FORGED);
        assertThat(mailkeep.google().calls().count("certs")).isZero();
    }

    @Test
    void areNotIdTokensThoughTheKeysAreTheSame() {
        String idToken = Objects.requireNonNull(
                Consent.give(mailkeep.google(), mailkeep.account(), mailkeep.bean(TokenEndpoint.class))
                        .idToken());

        assertThat(reader.reasonOf(idToken)).isEqualTo(Reason.OTHER_ISSUER);
    }

    @Test
    void doNotExpireButMustBeIssuedInTheLastWeeks() {
        Instant now = reader.clock.instant();

        assertThat(reader.tokens
                        .read(mailkeep.google().risc().tokenIssuedAt(now.minus(Duration.ofDays(13)), event()))
                        .events())
                .hasSize(1);
        assertThat(reader.tokens
                        .read(mailkeep.google().risc().tokenIssuedAt(now.plus(Duration.ofMinutes(4)), event()))
                        .events())
                .hasSize(1);
        assertThat(reader.reasonOf(mailkeep.google().risc().tokenIssuedAt(now.minus(Duration.ofDays(15)), event())))
                .isEqualTo(Reason.WRONG_TIME);
        assertThat(reader.reasonOf(mailkeep.google().risc().tokenIssuedAt(now.plus(Duration.ofMinutes(6)), event())))
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
        SecurityEventToken read = reader.tokens.read(mailkeep.google().risc().token(event().withSubjectIssuer(issuer)));

        assertThat(read.events().get(0).sub()).isEqualTo(ours ? SUB : null);
    }
}
