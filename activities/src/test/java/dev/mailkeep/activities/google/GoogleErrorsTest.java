package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailkeep.activities.fixture.MailCases;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure.Blocked;
import dev.mailkeep.activities.google.GoogleFailure.OperatorFault;
import dev.mailkeep.activities.google.GoogleFailure.Throttled;
import dev.mailkeep.activities.google.GoogleFailure.Throttled.Limit;
import dev.mailkeep.activities.google.GoogleFailure.Unavailable;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.simulator.behaviour.Fault;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Gmail answers (Gmail API, "Resolve errors") and what it means. */
class GoogleErrorsTest {

    /** One for all answers: each test clears the faults that it injected. */
    @RegisterExtension
    static final MailboxFixture mailkeep = new MailboxFixture();

    private static GmailApi gmail;

    private static String access;

    private static Caller caller;

    @BeforeAll
    static void connect() {
        gmail = mailkeep.bean(GmailApi.class);
        access = mailkeep.bean(AccessTokens.class).get(mailkeep.mailbox().owner(), 1);
        caller = new Caller(mailkeep.account().sub(), access, Urgency.LIVE);
    }

    @AfterEach
    void clearFaults() {
        mailkeep.google().faults().clear();
    }

    static Stream<Arguments> gmailAnswers() {
        return Stream.of(
                gmail("400 invalid argument", Fault.invalidArgument(), GoogleFailure.BadRequest.class),
                gmail("400 no Gmail service", Fault.noGmail(), Blocked.class),
                gmail(
                        "400 precondition check failed",
                        error(400, "failedPrecondition", "Precondition check failed."),
                        Unavailable.class),
                gmail("401", Fault.unauthenticated(), GoogleFailure.Unauthorized.class),
                gmail("403 rate limit", Fault.rateLimited(Instant.now()), Throttled.class),
                gmail("403 project rate limit", Fault.projectRateLimited(), Throttled.class),
                gmail("403 userRateLimitExceeded", error(403, "userRateLimitExceeded", ""), Throttled.class),
                gmail("403 quotaExceeded", error(403, "quotaExceeded", ""), Throttled.class),
                gmail("403 dailyLimitExceeded", error(403, "dailyLimitExceeded", ""), Throttled.class),
                gmail("403 scope", Fault.insufficientScope(), GoogleFailure.ScopeMissing.class),
                gmail(
                        "403 scope, by details only",
                        detail(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
                        GoogleFailure.ScopeMissing.class),
                gmail("403 API disabled", Fault.apiDisabled(), OperatorFault.class),
                gmail("403 API disabled, by details only", detail(403, "SERVICE_DISABLED"), OperatorFault.class),
                gmail("403 rate limit, by details only", detail(403, "RATE_LIMIT_EXCEEDED"), Throttled.class),
                gmail("403 domain policy", Fault.domainPolicy(), Blocked.class),
                gmail("403 project suspended", detail(403, "CONSUMER_SUSPENDED"), OperatorFault.class),
                gmail("403 project gone", detail(403, "CONSUMER_INVALID"), OperatorFault.class),
                gmail("403 no billing", detail(403, "BILLING_DISABLED"), OperatorFault.class),
                gmail(
                        "403 delegation denied",
                        error(403, "forbidden", "Delegation denied for x"),
                        GoogleFailure.Forbidden.class),
                gmail("403 of a proxy", html(403), Unavailable.class),
                gmail("404", Fault.notFound(), GoogleFailure.NotFound.class),
                gmail("429 concurrent", Fault.tooManyConcurrent().times(5), Throttled.class),
                gmail("429 as HTML", html(429), Throttled.class),
                gmail("500", Fault.backendError(500), Unavailable.class),
                gmail("502 as HTML", Fault.html502(), Unavailable.class),
                gmail("503", Fault.backendError(503), Unavailable.class),
                gmail("504", Fault.backendError(504), Unavailable.class),
                gmail("302", Fault.respond(302, "").withHeader("Location", "http://127.0.0.1:1/"), Unavailable.class),
                gmail("401 of a captive portal", html(401), Unavailable.class),
                gmail("404 of a proxy", html(404), Unavailable.class),
                gmail("400 of a proxy", html(400), Unavailable.class),
                gmail("200 as HTML", Fault.respond(200, "<html>hello"), Unavailable.class),
                gmail("200 with nothing", Fault.respond(200, "{}"), Unavailable.class),
                gmail(
                        "200 with nonsense",
                        Fault.respond(200, "{\"emailAddress\": [], \"historyId\": {}}"),
                        Unavailable.class),
                gmail("connection lost", Fault.dropConnection().times(-1), Unavailable.class),
                gmail("answer cut off", Fault.truncated().times(-1), Unavailable.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gmailAnswers")
    void anAnswerOfGmailHasItsMeaning(String answer, Fault fault, Class<? extends GoogleFailure> meaning) {
        mailkeep.google().faults().inject(fault.on("profile"));

        Throwable thrown = catchThrowable(() -> gmail.profile(caller));

        assertThat(thrown).isExactlyInstanceOf(meaning).hasNoCause();
        assertThat(thrown.getMessage()).doesNotContain("http", "ada@", access, "Delegation");
    }

    @Test
    void theRetryTimeIsReadFromTheTextOrTheHeader() {
        Instant at = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.MILLIS);
        assertThat(throttled(Fault.rateLimited(at)).until()).isEqualTo(at);
        assertThat(throttled(error(429, "rateLimitExceeded", "User-rate limit exceeded. Retry after " + at))
                        .until())
                .isEqualTo(at);
        assertThat(throttled(error(403, "rateLimitExceeded", "Retry after 2026-08-01T12:00:00+02:00"))
                        .until())
                .isEqualTo("2026-08-01T10:00:00Z");
        assertThat(throttled(error(403, "rateLimitExceeded", "Retry after tomorrow"))
                        .until())
                .isNull();
        assertThat(throttled(Fault.projectRateLimited()).until()).isNull();
        assertThat(Duration.between(
                        Instant.now(),
                        throttled(Fault.tooManyConcurrent().withHeader("Retry-After", "120"))
                                .until()))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(121));
        assertThat(throttled(Fault.rateLimited(at)).limit()).isEqualTo(Limit.ACCOUNT);
        assertThat(throttled(Fault.projectRateLimited()).limit()).isEqualTo(Limit.PROJECT);
        assertThat(throttled(Fault.tooManyConcurrent().times(5)).limit()).isEqualTo(Limit.AT_ONCE);
    }

    @Test
    void aRetryTimeGivenAsADateIsCountedFromTheAnswersOwnDate() {
        assertThat(RetryAfter.of("", "Sun, 06 Nov 1994 08:51:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"))
                .isBetween(Instant.now().plusSeconds(60), Instant.now().plusSeconds(121));
        assertThat(RetryAfter.of("", "Sun, 06 Nov 1994 08:51:37 GMT", null)).isEqualTo("1994-11-06T08:51:37Z");
        assertThat(RetryAfter.of("", "soon", null)).isNull();
        assertThat(RetryAfter.of("Retry after 2026-08-01T12:00:00Z", "soon", null))
                .isEqualTo("2026-08-01T12:00:00Z");
        var at = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        Instant inTwoMinutes = Instant.now().plusSeconds(120);
        assertThat(throttled(Fault.tooManyConcurrent().withHeader("Retry-After", at.format(inTwoMinutes)))
                        .until())
                .isBetween(inTwoMinutes.minusSeconds(60), inTwoMinutes.plusSeconds(2));
        mailkeep.google()
                .faults()
                .inject(Fault.respond(429, "{}")
                        .withHeader("Retry-After", at.format(inTwoMinutes))
                        .on("token"));
        assertThat(((Throttled) catchThrowable(
                                () -> mailkeep.bean(TokenEndpoint.class).refresh("1//secret")))
                        .until())
                .isBetween(inTwoMinutes.minusSeconds(60), inTwoMinutes.plusSeconds(2));
    }

    @Test
    void anEmptyPageTokenMeansThatThereIsNoNextPage() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(200, MailCases.open().json("list-empty-next-page-token.json"))
                        .on("list"));
        assertThat(gmail.list(caller, "x", false, null).nextPageToken()).isNull();
        mailkeep.google()
                .faults()
                .inject(Fault.respond(200, "{\"historyId\": \"7\", \"nextPageToken\": \"\"}")
                        .on("history"));
        assertThat(gmail.history(caller, BigInteger.ONE, null).nextPageToken()).isNull();
    }

    @Test
    void aHistoryRecordWithoutItsMessageIsCountedAndTheOthersAreRead() {
        mailkeep.google().faults().inject(Fault.respond(200, """
                                {"historyId": "7", "history": [
                                    {"messagesAdded": [{}, {"message": {}}, {"message": {"id": "1a"}}]},
                                    {"labelsAdded": [{"labelIds": ["SPAM"]}], "labelsRemoved": [{}], "messagesDeleted": [{}]}]}
                                """).on("history"));

        HistoryPage page = gmail.history(caller, BigInteger.ONE, null);

        assertThat(page.changes()).extracting(HistoryChange::messageId).containsExactly("1a");
        assertThat(page.nameless()).isEqualTo(5);
    }

    @Test
    void aSuspendedProjectIsAnOperatorFault() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(403, MailCases.open().json("gmail-403-consumer-suspended.json"))
                        .on("profile"));
        assertThat(catchThrowable(() -> gmail.profile(caller)))
                .isInstanceOfSatisfying(
                        OperatorFault.class, fault -> assertThat(fault.code()).isEqualTo("consumer_suspended"));
        assertThat(OperatorFaults.remedy("consumer_suspended")).contains("suspended");
    }

    @Test
    void aMessageWithoutAnIdMakesTheAnswerUnusable() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(200, "{\"messages\": [{}]}").on("list"));
        assertThat(catchThrowable(() -> gmail.list(caller, "x", false, null))).isExactlyInstanceOf(Unavailable.class);
        mailkeep.google().faults().inject(Fault.respond(200, "{\"id\": \"1\"}").on("get"));
        assertThat(catchThrowable(() -> gmail.get(caller, "1"))).isExactlyInstanceOf(Unavailable.class);
    }

    private static Throttled throttled(Fault fault) {
        mailkeep.google().faults().inject(fault.on("profile"));
        return (Throttled) catchThrowable(() -> gmail.profile(caller));
    }

    private static Arguments gmail(String name, Fault fault, Class<? extends GoogleFailure> meaning) {
        return Arguments.of(name, fault, meaning);
    }

    private static Fault error(int status, String reason, String message) {
        return Fault.respond(
                status,
                "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[{\"domain\":\"x\",\"reason\":\"%s\"}]}}"
                        .formatted(status, message, reason));
    }

    private static Fault html(int status) {
        return Fault.respond(status, "<!doctype html><p>Sign in to this network</p>")
                .withHeader("Content-Type", "text/html");
    }

    private static Fault detail(int status, String reason) {
        return Fault.respond(
                status,
                "{\"error\":{\"code\":%d,\"message\":\"No.\",\"status\":\"PERMISSION_DENIED\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"%s\",\"domain\":\"googleapis.com\"}]}}"
                        .formatted(status, reason));
    }
}
