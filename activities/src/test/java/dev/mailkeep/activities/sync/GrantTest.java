package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Consent;
import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GrantTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(Fault.invalidGrant(), FailureTypes.GRANT_REVOKED, "NEEDS_RECONNECT", "REVOKED"),
                refusal(Fault.invalidRapt(), FailureTypes.GRANT_REVOKED, "NEEDS_RECONNECT", "SIGN_IN_AGAIN"),
                refusal(Fault.adminPolicy(), FailureTypes.BLOCKED, "BLOCKED", "ADMIN_POLICY"),
                refusal(Fault.invalidClient(), FailureTypes.OPERATOR_FAULT, "OK", null),
                refusal(Fault.backendError(503).on("token"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null),
                refusal(Fault.dropConnection().on("token"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null),
                refusal(Fault.respond(200, "<html>").on("token"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null),
                refusal(
                        Fault.insufficientScope().on("history"),
                        FailureTypes.SCOPE_MISSING,
                        "NEEDS_RECONNECT",
                        "SCOPE_MISSING"),
                refusal(Fault.apiDisabled().on("history"), FailureTypes.OPERATOR_FAULT, "OK", null),
                refusal(Fault.domainPolicy().on("history"), FailureTypes.BLOCKED, "BLOCKED", "ADMIN_POLICY"),
                refusal(Fault.noGmail().on("history"), FailureTypes.BLOCKED, "BLOCKED", "NO_GMAIL"),
                refusal(Fault.backendError(500).on("history"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null),
                refusal(Fault.html502().on("history"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null),
                refusal(Fault.dropConnection().on("history"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null),
                refusal(Fault.truncated().on("history"), FailureTypes.GOOGLE_UNAVAILABLE, "OK", null));
    }

    @ParameterizedTest(name = "{1} {3}")
    @MethodSource("refusals")
    void aRefusalIsWrittenToTheRow(Fault fault, String type, String condition, @Nullable String cause) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.account().expireAccessTokens();
        mailkeep.google().faults().inject(fault.times(-1));

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(type);

        assertThat(mailkeep.value("condition")).isEqualTo(condition);
        assertThat(mailkeep.value("cause")).isEqualTo(String.valueOf(cause));
        boolean dead = condition.equals("NEEDS_RECONNECT");
        assertThat(mailkeep.value("generation")).isEqualTo(dead ? "2" : "1");
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(dead ? 0 : 1);
        if (!dead) {
            mailkeep.google().faults().clear();
            mailkeep.probeOperatorFaultsNow();
            assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
            assertThat(mailkeep.value("condition")).isEqualTo("OK");
            assertThat(mailkeep.value("cause")).isEqualTo("null");
        }
    }

    @Test
    void aRevokedGrantStopsAllCallsOnceAndAfterReconnectingNothingIsMissing() {
        mailkeep.watch(BOSS);
        mailkeep.stored(BOSS);
        mailkeep.account().revokeGrants();
        String missed = mailkeep.deliver(BOSS);

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GRANT_REVOKED);
        mailkeep.google().calls().reset();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.GRANT_REVOKED);

        assertThat(mailkeep.google().calls().calls()).isEmpty();
        assertThat(mailkeep.value("generation")).isEqualTo("2");
        assertThat(mailkeep.count("audit_log where event = 'grant-revoked'")).isEqualTo(1);
        assertThat(mailkeep.row().readDesiredState(mailkeep.mailboxId()).cause())
                .isEqualTo("REVOKED");

        mailkeep.reconnect();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).contains(missed);
    }

    @Test
    void anAccessTokenThatExpiresEarlyIsReplacedOnceAndSilently() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        for (int i = 0; i < 12; i++) {
            mailkeep.deliver(BOSS);
        }
        mailkeep.check();
        mailkeep.account().expireAccessTokens();
        mailkeep.google().calls().reset();

        mailkeep.store();

        assertThat(mailkeep.storedIds()).hasSize(12);
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(1);
        assertThat(mailkeep.value("condition")).isEqualTo("OK");
    }

    @Test
    void aDamagedTokenStopsItsOwnMailboxOnly() {
        mailkeep.watch(BOSS);
        UUID other = mailkeep.connect(mailkeep.google().addAccount("other@gmail.example", "Other"));
        mailkeep.jdbc()
                .sql("update oauth_tokens set refresh_token = '\\xdead' where mailbox_id = :id")
                .param("id", mailkeep.mailboxId())
                .update();

        assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.SECRET_UNREADABLE);
        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.SECRET_UNREADABLE);

        assertThat(mailkeep.value("condition")).isEqualTo("OK");
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(2);
        assertThat(mailkeep.tokens().refreshToken(other).expiresAt()).isAfter(Instant.now());
        mailkeep.reconnect();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void aSecondRefusalWithAFreshAccessTokenEndsTheGrant() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().calls().reset();
        mailkeep.wire().rewrite(Exchange::isHistory, answer -> answer.failing(401, "authError"));

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GRANT_REVOKED);

        assertThat(mailkeep.value("cause")).isEqualTo("TOKEN_REFUSED");
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(1);
        assertThat(mailkeep.google().calls().count("history")).isEqualTo(2);
    }

    @Test
    void anInvalidClientSecretChangesTheStateOfNoMailbox() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.invalidClient().times(-1));

        for (int i = 0; i < 3; i++) {
            assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()))
                            .getType())
                    .isEqualTo(FailureTypes.OPERATOR_FAULT);
        }

        assertThat(mailkeep.value("condition")).isEqualTo("OK");
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(1);
        mailkeep.google().faults().clear();
        mailkeep.probeOperatorFaultsNow();
        assertThat(mailkeep.tokens().refreshToken(mailkeep.mailboxId()).expiresAt())
                .isAfter(Instant.now().plus(Duration.ofMinutes(50)));
    }

    @ParameterizedTest
    @CsvSource({
        "7 days, 1 day, TESTING_SEVEN_DAYS",
        "6 days 13 hours, 1 hour, TESTING_SEVEN_DAYS",
        "8 days, 1 day, REVOKED",
        "300 days, 181 days, IDLE_SIX_MONTHS",
        "300 days, 1 day, REVOKED"
    })
    void theAgeOfAGrantTellsTheLikelyCauseOfItsEnd(String granted, String used, String cause) {
        mailkeep.jdbc().sql("""
                        update oauth_tokens set granted_at = now() - cast(:granted as interval),
                            last_refreshed = now() - cast(:used as interval)
                        """).param("granted", granted).param("used", used).update();
        mailkeep.google().faults().inject(Fault.invalidGrant());

        Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()));

        assertThat(mailkeep.value("cause")).isEqualTo(cause);
    }

    @Test
    void theOldestOfMoreThanAHundredGrantsOfAnAccountIsFoundRevoked() {
        for (int i = 0; i < 100; i++) {
            Consent.give(mailkeep.google(), mailkeep.account(), mailkeep.bean(TokenEndpoint.class));
        }

        assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()))
                        .getType())
                .isEqualTo(FailureTypes.GRANT_REVOKED);

        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
    }

    @Test
    void aThrottledRefreshIsTriedAgainWhenGoogleAllowsIt() {
        mailkeep.google().faults().inject(Fault.respond(429, "{}").on("token").withHeader("Retry-After", "77"));

        var failure = Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()));

        assertThat(failure.getType()).isEqualTo(FailureTypes.THROTTLED);
        assertThat(failure.getNextRetryDelay()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(87));
    }

    @Test
    void aBackOffThatTheTokenEndpointAsksForAppliesToEveryMailbox() {
        UUID other = mailkeep.connect(mailkeep.google().addAccount("other@gmail.example", "Other"));
        mailkeep.google().faults().inject(Fault.respond(429, "{}").on("token").withHeader("Retry-After", "77"));
        Failures.of(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()));
        mailkeep.google().calls().reset();

        var failure = Failures.of(() -> mailkeep.tokens().refreshToken(other));

        assertThat(failure.getType()).isEqualTo(FailureTypes.THROTTLED);
        assertThat(failure.getNextRetryDelay()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(87));
        assertThat(mailkeep.google().calls().count("token")).isZero();
        mailkeep.jdbc().sql("update token_endpoint_backoff set ends_at = now()").update();
        assertThat(mailkeep.tokens().refreshToken(other).expiresAt()).isAfter(Instant.now());
    }

    private static Arguments refusal(Fault fault, String type, String condition, @Nullable String cause) {
        return Arguments.of(fault, type, condition, cause);
    }
}
