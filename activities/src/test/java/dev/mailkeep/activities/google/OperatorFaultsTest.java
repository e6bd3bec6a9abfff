package dev.mailkeep.activities.google;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.MailCases;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.google.OperatorFaults.Endpoint;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What only the operator can mend, met by several mailboxes at once. */
class OperatorFaultsTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Map<Logger, Level> loggers = new HashMap<>();
    private final MailboxFixture mailkeep = MailboxFixture.kind();
    private final SimulatedAccount otherAccount = mailkeep.google.addAccount("other@gmail.example", "Other");
    private final UUID other = mailkeep.connect(otherAccount);

    @BeforeEach
    void readTheLog() {
        log.start();
        for (String name : List.of("dev.mailkeep", "dev.mailkeep.activities.sync.attempt.ActivityRunner")) {
            var logger = (Logger) LoggerFactory.getLogger(name);
            loggers.put(logger, logger.getLevel());
            logger.setLevel(Level.INFO);
        }
        ((Logger) LoggerFactory.getLogger("dev.mailkeep")).addAppender(log);
    }

    @AfterEach
    void leave() {
        ((Logger) LoggerFactory.getLogger("dev.mailkeep")).detachAppender(log);
        loggers.forEach(Logger::setLevel);
        mailkeep.close();
    }

    @Test
    void areSaidOnceAndOnlyTheFirstMailboxAsksGoogle() {
        mailkeep.google.faults().inject(Fault.invalidClient().times(-1));
        mailkeep.google.calls().reset();

        for (int round = 0; round < 3; round++) {
            assertOperatorFault(mailkeep.mailboxId);
            assertOperatorFault(other);
        }

        assertThat(mailkeep.google.calls().count("token")).isEqualTo(1);
        assertThat(lines(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("invalid_client", "GOOGLE_CLIENT_SECRET"));
        assertThat(mailkeep.count("mailboxes where condition = 'OK' and generation = 1"))
                .isEqualTo(2);
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(2);
        mailkeep.notifications.notifyOwner(mailkeep.mailboxId);
        assertThat(mailkeep.count("notifications")).isZero();
    }

    @Test
    void areSaidOfAClientThatGoogleDisabledToo() {
        mailkeep.google
                .faults()
                .inject(Fault.respond(401, MailCases.open().json("token-disabled-client.json"))
                        .on("token")
                        .times(-1));

        assertOperatorFault(mailkeep.mailboxId);
        assertOperatorFault(other);

        assertThat(mailkeep.bean(OperatorFaults.class).open())
                .extracting(OperatorFaults.Open::code)
                .containsExactly("disabled_client");
        assertThat(lines(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("disabled_client", "GOOGLE_CLIENT_ID"));
    }

    @Test
    void areSaidOfAProjectThatGoogleSuspended() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google
                .faults()
                .inject(Fault.respond(403, MailCases.open().json("gmail-403-consumer-suspended.json"))
                        .on("history")
                        .times(-1));

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);
        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);

        assertThat(mailkeep.google.calls().count("history")).isLessThanOrEqualTo(2);
        assertThat(lines(Level.ERROR))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("consumer_suspended", "suspended the Google Cloud project"));
        mailkeep.google.faults().clear();
        mailkeep.tryWhetherItIsMended();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
        assertThat(mailkeep.count("operator_faults")).isZero();
    }

    @Test
    void areTriedByOneOfAllMailboxesAMinuteAndTheFirstThatSucceedsEndsThem() {
        mailkeep.google.faults().inject(Fault.invalidClient().times(-1));
        mailkeep.google.calls().reset();
        assertOperatorFault(mailkeep.mailboxId);
        mailkeep.tryWhetherItIsMended();
        assertOperatorFault(other);
        assertOperatorFault(mailkeep.mailboxId);
        assertThat(mailkeep.google.calls().count("token")).isEqualTo(2);

        mailkeep.google.faults().clear();
        assertOperatorFault(mailkeep.mailboxId);
        mailkeep.tryWhetherItIsMended();
        refresh(other);
        refresh(mailkeep.mailboxId);

        assertThat(mailkeep.count("operator_faults")).isZero();
        assertThat(mailkeep.bean(OperatorFaults.class).open()).isEmpty();
        assertThat(lines(Level.INFO))
                .filteredOn(line -> line.contains("invalid_client is mended"))
                .hasSize(1);
    }

    @Test
    void areKnownToEveryProcess() {
        mailkeep.google.faults().inject(Fault.invalidClient());
        assertOperatorFault(mailkeep.mailboxId);
        var elsewhere = new OperatorFaults(mailkeep.jdbc);

        assertThat(elsewhere.open()).extracting(OperatorFaults.Open::code).containsExactly("invalid_client");
        assertThatThrownBy(() -> elsewhere.call(Endpoint.TOKEN, () -> {
                    throw new AssertionError("called");
                }))
                .isInstanceOf(GoogleFailure.OperatorFault.class);
    }

    @Test
    void ofTheOneEndpointKeepNobodyFromTheOther() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google.faults().inject(Fault.apiDisabled().on("history").times(-1));
        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);
        mailkeep.google.calls().reset();

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);
        refresh(mailkeep.mailboxId);

        assertThat(mailkeep.google.calls().count("history")).isZero();
        assertThat(lines(Level.ERROR))
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("console.cloud.google.com/apis/library/gmail.googleapis.com"));
        mailkeep.google.faults().clear();
        mailkeep.tryWhetherItIsMended();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
        assertThat(mailkeep.count("operator_faults")).isZero();
    }

    @Test
    void holdUpNobodyThatTheyDoNotConcernAndAreOverWhenTheyAreMetNoMore() {
        mailkeep.google
                .faults()
                .inject(Fault.respond(401, "{\"error\": \"unauthorized_client\"}")
                        .on("token")
                        .forAccount(otherAccount.email())
                        .times(-1));
        assertOperatorFault(other);
        assertOperatorFault(other);

        refresh(mailkeep.mailboxId);

        assertThat(lines(Level.ERROR)).hasSize(1);
        assertThat(mailkeep.count("operator_faults")).isEqualTo(1);
        mailkeep.jdbc
                .sql("update operator_faults set last_seen_at = now() - interval '16 minutes'")
                .update();
        assertThat(new OperatorFaults(mailkeep.jdbc).open()).isEmpty();
    }

    @Test
    void endWithARefusalThatOnlyAClientInGoodStandingGets() {
        mailkeep.google.faults().inject(Fault.invalidClient());
        assertOperatorFault(mailkeep.mailboxId);
        otherAccount.revokeGrants();
        mailkeep.tryWhetherItIsMended();

        assertThat(Failures.of(() -> mailkeep.tokens.refreshToken(other)).getType())
                .isEqualTo(FailureTypes.GRANT_REVOKED);

        assertThat(mailkeep.count("operator_faults")).isZero();
    }

    private void assertOperatorFault(UUID mailbox) {
        assertThat(Failures.of(() -> mailkeep.tokens.refreshToken(mailbox)).getType())
                .isEqualTo(FailureTypes.OPERATOR_FAULT);
    }

    private void refresh(UUID mailbox) {
        assertThat(mailkeep.tokens.refreshToken(mailbox).expiresAt()).isAfter(Instant.now());
    }

    private List<String> lines(Level level) {
        return log.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
