package dev.mailkeep.activities.google;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.mailkeep.activities.fixture.CapturedLog;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailCases;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.OperatorFaults.Endpoint;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults that only the operator can repair, as several mailboxes meet them. */
class OperatorFaultsTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog();

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final SimulatedAccount otherAccount = mailkeep.google().addAccount("other@gmail.example", "Other");
    private final UUID other = mailkeep.connect(otherAccount);

    @BeforeEach
    void readTheLog() {
        log.listenTo("dev.mailkeep");
        log.listenTo(ActivityRunner.class);
    }

    @Test
    void areLoggedOnceAndOnlyTheFirstMailboxAsksGoogle() {
        mailkeep.google().faults().inject(Fault.invalidClient().times(-1));
        mailkeep.google().calls().reset();

        for (int i = 0; i < 3; i++) {
            assertOperatorFault(mailkeep.mailboxId());
            assertOperatorFault(other);
        }

        assertThat(mailkeep.google().calls().count("token")).isEqualTo(1);
        assertThat(log.lines(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("invalid_client", "GOOGLE_CLIENT_SECRET"));
        assertThat(mailkeep.count("mailboxes where condition = 'OK' and generation = 1"))
                .isEqualTo(2);
        assertThat(mailkeep.count("oauth_tokens")).isEqualTo(2);
        mailkeep.notifications().notifyOwner(mailkeep.mailboxId());
        assertThat(mailkeep.count("notifications")).isZero();
    }

    @Test
    void areLoggedForADisabledClientToo() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(401, MailCases.open().json("token-disabled-client.json"))
                        .on("token")
                        .times(-1));

        assertOperatorFault(mailkeep.mailboxId());
        assertOperatorFault(other);

        assertThat(mailkeep.bean(OperatorFaults.class).open())
                .extracting(OperatorFaults.Open::code)
                .containsExactly("disabled_client");
        assertThat(log.lines(Level.ERROR))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("disabled_client", "GOOGLE_CLIENT_ID"));
    }

    @Test
    void areLoggedForASuspendedProject() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google()
                .faults()
                .inject(Fault.respond(403, MailCases.open().json("gmail-403-consumer-suspended.json"))
                        .on("history")
                        .times(-1));

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);
        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);

        assertThat(mailkeep.google().calls().count("history")).isLessThanOrEqualTo(2);
        assertThat(log.lines(Level.ERROR))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("consumer_suspended", "suspended the Google Cloud project"));
        mailkeep.google().faults().clear();
        mailkeep.probeOperatorFaultsNow();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
        assertThat(mailkeep.count("operator_faults")).isZero();
    }

    @Test
    void areProbedByOneMailboxAMinuteAndTheFirstSuccessEndsThem() {
        mailkeep.google().faults().inject(Fault.invalidClient().times(-1));
        mailkeep.google().calls().reset();
        assertOperatorFault(mailkeep.mailboxId());
        mailkeep.probeOperatorFaultsNow();
        assertOperatorFault(other);
        assertOperatorFault(mailkeep.mailboxId());
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(2);

        mailkeep.google().faults().clear();
        assertOperatorFault(mailkeep.mailboxId());
        mailkeep.probeOperatorFaultsNow();
        refresh(other);
        refresh(mailkeep.mailboxId());

        assertThat(mailkeep.count("operator_faults")).isZero();
        assertThat(mailkeep.bean(OperatorFaults.class).open()).isEmpty();
        assertThat(log.lines(Level.INFO))
                .filteredOn(line -> line.contains("invalid_client is fixed"))
                .hasSize(1);
    }

    @Test
    void areSharedByAllProcesses() {
        mailkeep.google().faults().inject(Fault.invalidClient());
        assertOperatorFault(mailkeep.mailboxId());
        var elsewhere = new OperatorFaults(mailkeep.jdbc());

        assertThat(elsewhere.open()).extracting(OperatorFaults.Open::code).containsExactly("invalid_client");
        assertThatThrownBy(() -> elsewhere.call(Endpoint.TOKEN, () -> {
                    throw new AssertionError("called");
                }))
                .isInstanceOf(GoogleFailure.OperatorFault.class);
    }

    @Test
    void ofOneEndpointDoNotAffectTheOther() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(Fault.apiDisabled().on("history").times(-1));
        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);
        mailkeep.google().calls().reset();

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.OPERATOR_FAULT);
        refresh(mailkeep.mailboxId());

        assertThat(mailkeep.google().calls().count("history")).isZero();
        assertThat(log.lines(Level.ERROR))
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("console.cloud.google.com/apis/library/gmail.googleapis.com"));
        mailkeep.google().faults().clear();
        mailkeep.probeOperatorFaultsNow();
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.DONE);
        assertThat(mailkeep.count("operator_faults")).isZero();
    }

    @Test
    void affectNoOtherMailboxAndEndWhenTheyNoLongerOccur() {
        mailkeep.google()
                .faults()
                .inject(Fault.respond(401, "{\"error\": \"unauthorized_client\"}")
                        .on("token")
                        .forAccount(otherAccount.email())
                        .times(-1));
        assertOperatorFault(other);
        assertOperatorFault(other);

        refresh(mailkeep.mailboxId());

        assertThat(log.lines(Level.ERROR)).hasSize(1);
        assertThat(mailkeep.count("operator_faults")).isEqualTo(1);
        mailkeep.jdbc()
                .sql("update operator_faults set last_seen_at = now() - interval '16 minutes'")
                .update();
        assertThat(new OperatorFaults(mailkeep.jdbc()).open()).isEmpty();
    }

    @Test
    void endWithARefusalThatOnlyAWorkingClientGets() {
        mailkeep.google().faults().inject(Fault.invalidClient());
        assertOperatorFault(mailkeep.mailboxId());
        otherAccount.revokeGrants();
        mailkeep.probeOperatorFaultsNow();

        assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(other)).getType())
                .isEqualTo(FailureTypes.GRANT_REVOKED);

        assertThat(mailkeep.count("operator_faults")).isZero();
    }

    private void assertOperatorFault(UUID mailbox) {
        assertThat(Failures.of(() -> mailkeep.tokens().refreshToken(mailbox)).getType())
                .isEqualTo(FailureTypes.OPERATOR_FAULT);
    }

    private void refresh(UUID mailbox) {
        assertThat(mailkeep.tokens().refreshToken(mailbox).expiresAt()).isAfter(Instant.now());
    }
}
