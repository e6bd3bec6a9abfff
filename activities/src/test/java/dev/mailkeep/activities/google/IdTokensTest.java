package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.Consent;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.google.IdTokens.Refused;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdTokensTest {

    @Test
    void sayWhoSignedIn() {
        try (var mailkeep = MailboxFixture.kind()) {
            assertThat(ids(mailkeep).verify(idToken(mailkeep), "nonce"))
                    .isEqualTo(new Identity(mailkeep.account.sub(), MailboxFixture.OWNER));
        }
    }

    @Test
    void areRefusedForAnotherSignInAnotherKeyOrWithoutASignature() {
        try (var mailkeep = MailboxFixture.kind()) {
            String token = idToken(mailkeep);
            String[] parts = token.split("\\.");

            assertThatThrownBy(() -> ids(mailkeep).verify(token, "another")).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> ids(mailkeep).verify(parts[0] + "." + parts[1] + ".", "nonce"))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() -> ids(mailkeep).verify("eyJhbGciOiJub25lIn0." + parts[1] + ".", "nonce"))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() -> ids(mailkeep).verify("nonsense", "nonce")).isInstanceOf(Refused.class);
        }
    }

    @Test
    void ofThePopupAreRefusedWhenSomebodyElseAskedForThem() {
        try (var mailkeep = MailboxFixture.kind()) {
            String withANonce = idToken(mailkeep);
            assertThatThrownBy(() -> ids(mailkeep).verifyOfPopup(withANonce)).isInstanceOf(Refused.class);
            String[] parts = withANonce.split("\\.");
            assertThatThrownBy(() -> ids(mailkeep).verifyOfPopup(parts[0] + "." + parts[1] + "."))
                    .isInstanceOf(Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-10, 10, 600})
    void sayThatTheClocksDifferWhereNothingElseIsWrongWithThem(int minutes) {
        try (var mailkeep = MailboxFixture.kind()) {
            String token = idToken(mailkeep);
            var wrong = new IdTokens(
                    mailkeep.bean(GoogleSettings.class), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes)));
            var alright = new IdTokens(
                    mailkeep.bean(GoogleSettings.class), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4)));

            assertThatThrownBy(() -> wrong.verify(token, "nonce"))
                    .isInstanceOf(IdTokens.ClocksDiffer.class)
                    .hasMessageContaining("five minutes");
            assertThat(alright.verify(token, "nonce").sub()).isEqualTo(mailkeep.account.sub());
        }
    }

    @Test
    void ofANewKeyAreReadToo() {
        try (var mailkeep = MailboxFixture.kind()) {
            ids(mailkeep).verify(idToken(mailkeep), "nonce");
            mailkeep.google.rotateKeys();

            assertThat(ids(mailkeep).verify(idToken(mailkeep), "nonce").sub()).isEqualTo(mailkeep.account.sub());
        }
    }

    @Test
    void areNoFaultOfThePersonWhenGooglesKeysCanNotBeHad() {
        try (var mailkeep = MailboxFixture.kind()) {
            String token = idToken(mailkeep);
            mailkeep.google.faults().inject(Fault.backendError(503).on("certs").times(-1));

            assertThatThrownBy(() -> ids(mailkeep).verify(token, "nonce"))
                    .isInstanceOf(GoogleFailure.Unavailable.class);

            mailkeep.google.faults().clear();
            assertThat(ids(mailkeep).verify(token, "nonce").sub()).isEqualTo(mailkeep.account.sub());
        }
    }

    @Test
    void areNotTakenWhileGoogleHasNotVerifiedTheAddress() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.account.addressVerified(false);
            String token = idToken(mailkeep);

            assertThatThrownBy(() -> ids(mailkeep).verify(token, "nonce"))
                    .isInstanceOf(IdTokens.AddressNotVerified.class);
        }
    }

    @Test
    void areNotCheckedWithKeysFromWhereARedirectLeads() {
        try (var mailkeep = MailboxFixture.kind()) {
            String token = idToken(mailkeep);
            mailkeep.google
                    .faults()
                    .inject(Fault.respond(302, "")
                            .withHeader("Location", mailkeep.google.jwksUri().toString())
                            .on("certs"));

            assertThatThrownBy(() -> ids(mailkeep).verify(token, "nonce"))
                    .isInstanceOf(GoogleFailure.Unavailable.class);
            assertThat(mailkeep.google.faults().waiting()).isEmpty();
            assertThat(ids(mailkeep).verify(token, "nonce").sub()).isEqualTo(mailkeep.account.sub());
        }
    }

    private static IdTokens ids(MailboxFixture mailkeep) {
        return mailkeep.bean(IdTokens.class);
    }

    private static String idToken(MailboxFixture mailkeep) {
        return Objects.requireNonNull(
                Consent.give(mailkeep.google, mailkeep.account, mailkeep.bean(TokenEndpoint.class))
                        .idToken());
    }
}
