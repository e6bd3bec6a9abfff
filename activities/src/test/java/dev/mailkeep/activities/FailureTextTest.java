package dev.mailkeep.activities;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Temporal keeps of a failure holds no personal data. */
class FailureTextTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    static Stream<Fault> faults() {
        return Stream.of(
                Fault.invalidArgument().on("history"),
                Fault.noGmail().on("history"),
                Fault.insufficientScope().on("history"),
                Fault.apiDisabled().on("history"),
                Fault.domainPolicy().on("history"),
                Fault.respond(500, "{\"error\": {\"message\": \"boss@corp.example Top secret\"}}")
                        .on("history"),
                Fault.html502().on("history"),
                Fault.truncated().on("history"),
                Fault.dropConnection().on("history"),
                Fault.respond(200, "{\"history\": \"Top secret\"}").on("history"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void failuresOfAFindHoldNoPersonalData(Fault fault) {
        mailkeep.google().faults().inject(fault.times(-1));

        assertHarmless(mailkeep::check);
    }

    static Stream<Fault> tokenFaults() {
        return Stream.of(
                Fault.invalidGrant(),
                Fault.invalidClient(),
                Fault.adminPolicy(),
                Fault.respond(429, "{\"error_description\": \"boss@corp.example 1//0\"}")
                        .on("token"),
                Fault.respond(200, "Top secret ya29").on("token"));
    }

    @ParameterizedTest
    @MethodSource("tokenFaults")
    void failuresOfARefreshHoldNoPersonalData(Fault fault) {
        mailkeep.google().faults().inject(fault.times(-1));

        assertHarmless(() -> mailkeep.tokens().refreshToken(mailkeep.mailboxId()));
    }

    @Test
    void failuresOfTheDatabaseHoldNoPersonalData() {
        mailkeep.check();
        mailkeep.jdbc().sql("""
                        create function misfortune() returns trigger language plpgsql as
                        $$ begin raise exception 'no place for %', new.subject using errcode = '53100'; end $$
                        """).update();
        mailkeep.jdbc()
                .sql(
                        "create trigger misfortune before insert on email_messages for each row execute function misfortune()")
                .update();

        assertHarmless(mailkeep::store);
    }

    @Test
    void unexpectedFailuresHoldNoPersonalData() {
        // A desired state that no code expects.
        mailkeep.jdbc()
                .sql("alter table mailboxes drop constraint mailboxes_desired_state_check")
                .update();
        mailkeep.jdbc()
                .sql("update mailboxes set desired_state = 'boss@corp.example'")
                .update();

        ApplicationFailure failure = assertHarmless(mailkeep::check);

        assertThat(failure.getType()).isEqualTo("Unexpected");
    }

    @BeforeEach
    void deliver() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.account().deliver(Mail.from(BOSS).subject("Top secret").build());
    }

    private ApplicationFailure assertHarmless(ThrowingCallable activity) {
        ApplicationFailure failure = Failures.of(activity);
        String kept = DefaultDataConverter.newDefaultInstance()
                .exceptionToFailure(failure)
                .toString();
        assertThat(kept)
                .contains(failure.getType())
                .doesNotContain(
                        "corp.example",
                        "gmail.example",
                        "Top secret",
                        "127.0.0.1",
                        "http:",
                        "from:",
                        "ya29",
                        "1//0",
                        "simulated-secret",
                        "insert into",
                        mailkeep.account().sub());
        assertThat(failure.getCause()).isNull();
        return failure;
    }
}
