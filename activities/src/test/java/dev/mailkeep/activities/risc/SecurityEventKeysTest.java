package dev.mailkeep.activities.risc;

import static dev.mailkeep.activities.risc.EventTokenReader.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleKeys;
import dev.mailkeep.activities.risc.SecurityEventTokens.Reason;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys that tokens of security events are checked with, and how often Google is asked for them. */
class SecurityEventKeysTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final EventTokenReader reader = new EventTokenReader(mailkeep);

    @Test
    void ofANewKeyAreReadOnceGoogleMayBeAskedAgain() {
        reader.tokens.read(reader.token());
        reader.reasonOf(mailkeep.google().risc().token(event(), Forgery.UNKNOWN_KEY));
        mailkeep.google().rotateKeys();
        String fresh = reader.token();

        assertThat(reader.reasonOf(fresh)).isEqualTo(Reason.FORGED);
        reader.clock.advance(GoogleKeys.TWO_FETCHES_IN.plusSeconds(1));

        assertThat(reader.tokens.read(fresh).events()).hasSize(1);
    }

    @Test
    void thatAreForgedDoNotMakeMailkeepAskGoogleEachTime() {
        for (int i = 0; i < 20; i++) {
            reader.reasonOf(mailkeep.google().risc().token(event(), Forgery.UNKNOWN_KEY));
        }

        assertThat(mailkeep.google().calls().count("certs")).isEqualTo(2);
        assertThat(mailkeep.google().calls().count("riscConfiguration")).isEqualTo(2);
        reader.clock.advance(GoogleKeys.TWO_FETCHES_IN.plusSeconds(1));
        for (int i = 0; i < 20; i++) {
            reader.reasonOf(mailkeep.google().risc().token(event(), Forgery.UNKNOWN_KEY));
        }
        assertThat(mailkeep.google().calls().count("certs")).isEqualTo(4);
    }

    @Test
    void ofAKeyThatGoogleHasWithdrawnAreRefusedWithinTheHour() {
        String old = reader.token();
        reader.tokens.read(old);
        mailkeep.google().rotateKeys();
        mailkeep.google().rotateKeys();

        assertThat(reader.tokens.read(old).events()).hasSize(1);
        reader.clock.advance(GoogleKeys.CACHED.plusSeconds(1));

        assertThat(reader.reasonOf(old)).isEqualTo(Reason.FORGED);
    }

    @Test
    void areReadWithTheKeysOfTheLastHourWhileGoogleIsAway() {
        reader.tokens.read(reader.token());
        mailkeep.google().faults().inject(Fault.html502().on("certs").times(-1));
        reader.clock.advance(GoogleKeys.CACHED.plusSeconds(1));

        assertThat(reader.tokens.read(reader.token()).events()).hasSize(1);
        reader.clock.advance(GoogleKeys.THROUGH_AN_OUTAGE);

        assertThatThrownBy(() -> reader.tokens.read(reader.token())).isInstanceOf(GoogleFailure.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certs", "riscConfiguration"})
    void areLeftForLaterWhileGooglesKeysCanNotBeFetched(String missing) {
        mailkeep.google().faults().inject(Fault.backendError(503).on(missing).times(-1));

        assertThatThrownBy(() -> reader.tokens.read(reader.token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThatThrownBy(() -> reader.tokens.read(reader.token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThatThrownBy(() -> reader.tokens.read(reader.token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google().calls().count(missing)).isEqualTo(2);

        mailkeep.google().faults().clear();
        reader.clock.advance(GoogleKeys.TWO_FETCHES_IN.plusSeconds(1));
        assertThat(reader.tokens.read(reader.token()).events()).hasSize(1);
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
    void areLeftForLaterWhereTheDiscoveryDocumentIsInvalid(String document) {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(200, document).on("riscConfiguration").times(-1));

        assertThatThrownBy(() -> reader.tokens.read(reader.token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google().calls().count("certs")).isZero();
    }

    @Test
    void areLeftForLaterWhereTheDiscoveryDocumentHasMoved() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(302, "")
                        .on("riscConfiguration")
                        .withHeader(
                                "Location",
                                mailkeep.google().riscConfigurationUri().toString()));

        assertThatThrownBy(() -> reader.tokens.read(reader.token())).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google().calls().count("riscConfiguration")).isEqualTo(1);
    }

    @Test
    void areLookedUpOverHttpsOnly() {
        assertThatThrownBy(() -> new RiscSettings("on", URI.create("http://accounts.google.com/risc")))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("GOOGLE_RISC_CONFIGURATION_URI");
    }
}
