package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.fixture.Consent;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.google.IdTokens.Refused;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokensTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void nameTheAccountThatSignedIn() {
        assertThat(ids().verify(idToken(), "nonce"))
                .isEqualTo(new Identity(mailkeep.account().sub(), MailboxFixture.OWNER));
    }

    @Test
    void areRefusedForAnotherSignInAnotherKeyOrWithoutASignature() {
        String token = idToken();
        String[] parts = token.split("\\.");

        assertThatThrownBy(() -> ids().verify(token, "another")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ids().verify(parts[0] + "." + parts[1] + ".", "nonce"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ids().verify("eyJhbGciOiJub25lIn0." + parts[1] + ".", "nonce"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> ids().verify("nonsense", "nonce")).isInstanceOf(Refused.class);
    }

    @Test
    void withANonceAreRefusedInThePopupFlow() {
        String withANonce = idToken();
        assertThatThrownBy(() -> ids().verifyOfPopup(withANonce)).isInstanceOf(Refused.class);
        String[] parts = withANonce.split("\\.");
        assertThatThrownBy(() -> ids().verifyOfPopup(parts[0] + "." + parts[1] + "."))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10, 600})
    void reportDifferingClocksWhereNothingElseIsWrong(int minutes) {
        String token = idToken();
        var wrong = new IdTokens(
                mailkeep.bean(GoogleSettings.class), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
        var alright = new IdTokens(
                mailkeep.bean(GoogleSettings.class), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4)));

        assertThatThrownBy(() -> wrong.verify(token, "nonce"))
                .isInstanceOf(IdTokens.ClocksDiffer.class)
                .hasMessageContaining("five minutes");
        assertThat(alright.verify(token, "nonce").sub())
                .isEqualTo(mailkeep.account().sub());
    }

    @Test
    void ofANewKeyAreAccepted() {
        ids().verify(idToken(), "nonce");
        mailkeep.google().rotateKeys();

        assertThat(ids().verify(idToken(), "nonce").sub())
                .isEqualTo(mailkeep.account().sub());
    }

    @Test
    void areNotCalledInvalidWhileGooglesKeysCanNotBeFetched() {
        String token = idToken();
        mailkeep.google().faults().inject(Fault.backendError(503).on("certs").times(-1));

        assertThatThrownBy(() -> ids().verify(token, "nonce")).isInstanceOf(GoogleFailure.Unavailable.class);

        mailkeep.google().faults().clear();
        assertThat(ids().verify(token, "nonce").sub())
                .isEqualTo(mailkeep.account().sub());
    }

    @Test
    void areNotTakenWhileGoogleHasNotVerifiedTheAddress() {
        mailkeep.account().addressVerified(false);
        String token = idToken();

        assertThatThrownBy(() -> ids().verify(token, "nonce")).isInstanceOf(IdTokens.AddressNotVerified.class);
    }

    @Test
    void areNotCheckedWithKeysFromWhereARedirectLeads() {
        String token = idToken();
        mailkeep.google()
                .faults()
                .inject(Fault.respond(302, "")
                        .withHeader("Location", mailkeep.google().jwksUri().toString())
                        .on("certs"));

        assertThatThrownBy(() -> ids().verify(token, "nonce")).isInstanceOf(GoogleFailure.Unavailable.class);
        assertThat(mailkeep.google().faults().waiting()).isEmpty();
        assertThat(ids().verify(token, "nonce").sub())
                .isEqualTo(mailkeep.account().sub());
    }

    private IdTokens ids() {
        return mailkeep.bean(IdTokens.class);
    }

    private String idToken() {
        return Objects.requireNonNull(
                Consent.give(mailkeep.google(), mailkeep.account(), mailkeep.bean(TokenEndpoint.class))
                        .idToken());
    }
}
