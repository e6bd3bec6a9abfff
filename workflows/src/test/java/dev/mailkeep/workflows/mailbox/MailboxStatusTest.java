package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The one rule for the status that people see, in the workflow as in the API. */
class MailboxStatusTest {

    @ParameterizedTest(name = "{0} {1}, senders {2}, failing {3}, importing {4}: {5}")
    @CsvSource({
        // desired, condition, senders, failing, importing, status
        "DISCONNECT, OK,              true,  false, false, DISCONNECTING",
        "DISCONNECT, NEEDS_RECONNECT, true,  true,  true,  DISCONNECTING",
        "DISCONNECT, BLOCKED,         false, false, false, DISCONNECTING",
        "GONE,       OK,              false, false, false, DISCONNECTING",
        "RUN,        NEEDS_RECONNECT, true,  true,  true,  NEEDS_RECONNECT",
        "RUN,        NEEDS_RECONNECT, false, false, false, NEEDS_RECONNECT",
        "PAUSE,      NEEDS_RECONNECT, true,  false, false, NEEDS_RECONNECT",
        "PAUSE,      OK,              true,  true,  true,  PAUSED",
        "PAUSE,      OK,              false, false, false, PAUSED",
        "PAUSE,      BLOCKED,         true,  true,  false, PAUSED",
        "RUN,        BLOCKED,         true,  true,  true,  BLOCKED",
        "RUN,        BLOCKED,         false, false, false, BLOCKED",
        "RUN,        OK,              true,  true,  false, DEGRADED",
        "RUN,        OK,              true,  true,  true,  DEGRADED",
        "RUN,        OK,              true,  false, true,  IMPORTING",
        "RUN,        OK,              true,  false, false, LIVE",
        "RUN,        OK,              false, false, false, LIVE",
        "RUN,        OK,              false, true,  true,  LIVE",
    })
    void followsFromTheRowAndFromHowTheSyncGoes(
            Desired desired,
            Condition condition,
            boolean senders,
            boolean failing,
            boolean importing,
            MailboxStatus expected) {
        var wanted = new DesiredState(desired, condition, null, senders, null);

        assertThat(MailboxStatus.of(wanted, failing, importing)).isEqualTo(expected);
    }

    /** The workflow makes steps only under these statuses. They must agree with what running steps ask the row. */
    @ParameterizedTest
    @MethodSource("everyRow")
    void aMailboxWorksOnlyWhileTheRowAllowsIt(DesiredState wanted) {
        boolean works = switch (MailboxStatus.of(wanted, false, false)) {
            case LIVE, IMPORTING, DEGRADED -> wanted.watching();
            case BLOCKED -> wanted.watching() && wanted.desired() == Desired.RUN;
            case PAUSED, NEEDS_RECONNECT, DISCONNECTING -> false;
        };

        assertThat(wanted.allowsSync()).isEqualTo(works);
    }

    static Stream<Arguments> everyRow() {
        return Stream.of(Desired.values())
                .flatMap(desired -> Stream.of(Condition.values())
                        .flatMap(condition -> Stream.of(true, false)
                                .map(senders ->
                                        Arguments.of(new DesiredState(desired, condition, null, senders, null)))));
    }
}
