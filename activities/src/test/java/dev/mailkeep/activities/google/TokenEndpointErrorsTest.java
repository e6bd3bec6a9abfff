package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailkeep.activities.fixture.MailCases;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure.Blocked;
import dev.mailkeep.activities.google.GoogleFailure.GrantRevoked;
import dev.mailkeep.activities.google.GoogleFailure.OperatorFault;
import dev.mailkeep.activities.google.GoogleFailure.Throttled;
import dev.mailkeep.activities.google.GoogleFailure.Unavailable;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the token endpoint answers (OAuth 2.0 for web servers, "Errors") and what it means. */
class TokenEndpointErrorsTest {

    /** One for all answers: each test clears the faults that it injected. */
    @RegisterExtension
    static final MailboxFixture mailkeep = new MailboxFixture();

    @AfterEach
    void clearFaults() {
        mailkeep.google().faults().clear();
    }

    static Stream<Arguments> tokenAnswers() {
        return Stream.of(
                token("invalid_grant", Fault.invalidGrant(), GrantRevoked.class, RevocationCause.REVOKED),
                token("invalid_rapt", Fault.invalidRapt(), GrantRevoked.class, RevocationCause.SIGN_IN_AGAIN),
                token(
                        "account deleted",
                        oauth(400, "invalid_grant", "Account has been deleted"),
                        GrantRevoked.class,
                        RevocationCause.ACCOUNT_GONE),
                token(
                        "account disabled",
                        oauth(400, "invalid_grant", "The account is disabled"),
                        GrantRevoked.class,
                        RevocationCause.ACCOUNT_GONE),
                token("admin_policy_enforced", Fault.adminPolicy(), Blocked.class, Blocked.Reason.ADMIN_POLICY),
                token("org_internal", oauth(403, "org_internal", ""), Blocked.class, Blocked.Reason.ADMIN_POLICY),
                token("invalid_client", Fault.invalidClient(), OperatorFault.class, "invalid_client"),
                token(
                        "unauthorized_client",
                        oauth(401, "unauthorized_client", ""),
                        OperatorFault.class,
                        "unauthorized_client"),
                token(
                        "redirect_uri_mismatch",
                        oauth(400, "redirect_uri_mismatch", ""),
                        OperatorFault.class,
                        "redirect_uri_mismatch"),
                token(
                        "unsupported_grant_type",
                        oauth(400, "unsupported_grant_type", ""),
                        OperatorFault.class,
                        "unsupported_grant_type"),
                token("invalid_request", oauth(400, "invalid_request", ""), OperatorFault.class, "invalid_request"),
                token("deleted_client", oauth(401, "deleted_client", ""), OperatorFault.class, "deleted_client"),
                token("disabled_client", oauth(401, "disabled_client", ""), OperatorFault.class, "disabled_client"),
                token("429", Fault.respond(429, "{}"), Throttled.class, null),
                token("rate_limit_exceeded", oauth(400, "rate_limit_exceeded", ""), Throttled.class, null),
                token("403 quota", Fault.rateLimited(Instant.now()), Throttled.class, null),
                token("500", Fault.backendError(500), Unavailable.class, null),
                token("502 as HTML", Fault.html502(), Unavailable.class, null),
                token("503", Fault.backendError(503), Unavailable.class, null),
                token("504", Fault.backendError(504), Unavailable.class, null),
                token("200 as HTML", Fault.respond(200, "<html>"), Unavailable.class, null),
                token("200 with nothing", Fault.respond(200, "{}"), Unavailable.class, null),
                token("200 with a list", Fault.respond(200, "[]"), Unavailable.class, null),
                token(
                        "lifetime as text",
                        Fault.respond(200, "{\"access_token\":\"a\",\"expires_in\":\"3599\"}"),
                        Unavailable.class,
                        null),
                token(
                        "lifetime beyond time",
                        Fault.respond(200, "{\"access_token\":\"a\",\"expires_in\":1e300}"),
                        Unavailable.class,
                        null),
                token("answer cut off", Fault.truncated().times(-1), Unavailable.class, null),
                token("connection lost", Fault.dropConnection().times(-1), Unavailable.class, null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokenAnswers")
    void anAnswerOfTheTokenEndpointHasItsMeaning(
            String answer, Fault fault, Class<? extends GoogleFailure> meaning, @Nullable Object detail) {
        mailkeep.google().faults().inject(fault.on("token"));

        Throwable thrown =
                catchThrowable(() -> mailkeep.bean(TokenEndpoint.class).refresh("1//secret"));

        assertThat(thrown).isExactlyInstanceOf(meaning).hasNoCause();
        assertThat(thrown.getMessage()).doesNotContain("1//secret", "http", "simulated-secret");
        if (thrown instanceof GrantRevoked revoked) {
            assertThat(revoked.revocationCause()).isEqualTo(detail);
        } else if (thrown instanceof Blocked blocked) {
            assertThat(blocked.reason()).isEqualTo(detail);
        } else if (thrown instanceof OperatorFault operatorFault) {
            assertThat(operatorFault.code()).isEqualTo(detail);
        }
    }

    @Test
    void aScopeNamedTwiceIsGrantedOnce() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(200, MailCases.open().json("token-scope-repeated.json"))
                        .on("token"));
        assertThat(mailkeep.bean(TokenEndpoint.class).refresh("1//secret").scopes())
                .hasSize(3)
                .contains(TokenEndpoint.GMAIL_READONLY, "openid");
    }

    private static Arguments token(
            String name, Fault fault, Class<? extends GoogleFailure> meaning, @Nullable Object detail) {
        return Arguments.of(name, fault, meaning, detail);
    }

    private static Fault oauth(int status, String error, String description) {
        return Fault.respond(
                status, new com.google.gson.Gson().toJson(Map.of("error", error, "error_description", description)));
    }
}
