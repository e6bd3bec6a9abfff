package dev.mailkeep.workflows.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.MailboxActivities;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.NotificationActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.contract.TokenActivities;
import dev.mailkeep.workflows.contract.TokenExpiry;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.metadata.POJOActivityInterfaceMetadata;
import io.temporal.common.metadata.POJOActivityMethodMetadata;
import io.temporal.common.metadata.POJOWorkflowInterfaceMetadata;
import io.temporal.common.metadata.WorkflowMethodType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The names that travel through Temporal. Workers of an older version and running workflows know them, so they never change,
 * whatever the code calls the same things.
 */
class WireNamesTest {

    private static final UUID ID = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final String SNAPSHOT = """
            {"status":"LIVE","cause":null,"lastLookAt":"2026-01-01T00:00:00Z","nextLookAt":"2026-01-01T00:00:00Z",\
            "throttledUntil":null,"nextAttempt":null,"tokenExpiresAt":null,"failures":2,"stored":3}\
            """;

    private static final String PROGRESS = """
            {"outcome":"DONE","found":1,"stored":2,"importing":true,"searching":true,"ready":false,"readyAt":null,\
            "lookAgainAt":"2026-01-01T00:00:00Z","throttledUntil":null,"interval":300.000000000,"failing":"Unexpected",\
            "failingUntil":null}\
            """;

    private static final MailboxSnapshot A_SNAPSHOT =
            new MailboxSnapshot(MailboxStatus.LIVE, null, AT, AT, null, null, null, 2, 3);

    private static final Progress A_PROGRESS = new Progress(
            Outcome.DONE,
            1,
            2,
            true,
            true,
            false,
            null,
            AT,
            null,
            Duration.ofMinutes(5),
            FailureTypes.UNEXPECTED,
            null);

    static Stream<Arguments> payloads() {
        return Stream.of(
                Arguments.of(FindMode.CHECK, "\"LOOK\""),
                Arguments.of(FindMode.LISTING, "\"SEARCH\""),
                Arguments.of(A_SNAPSHOT, SNAPSHOT),
                Arguments.of(A_PROGRESS, PROGRESS),
                Arguments.of(new TokenExpiry(AT), "{\"expiresAt\":\"2026-01-01T00:00:00Z\"}"),
                Arguments.of(new Command(Kind.RESYNC, 4L, null), "{\"kind\":\"RESYNC\",\"version\":4,\"since\":null}"),
                Arguments.of(new DesiredState(Desired.RUN, Condition.OK, null, true, null), """
                        {"desired":"RUN","condition":"OK","cause":null,"watching":true,"renewWatchAt":null}\
                        """),
                Arguments.of(
                        new MailboxRun(
                                ID,
                                A_SNAPSHOT,
                                A_PROGRESS,
                                null,
                                true,
                                List.of(Command.of(Kind.PAUSE, null)),
                                true,
                                250),
                        "{\"mailboxId\":\"" + ID + "\",\"snapshot\":" + SNAPSHOT + ",\"progress\":" + PROGRESS + """
                                ,"keepAliveAt":null,"personKnows":true,\
                                "commands":[{"kind":"PAUSE","version":null,"since":null}],"lookNow":true,\
                                "maxHistoryLength":250}\
                                """));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void payloadsAreWrittenAndReadUnderTheNamesThatOtherVersionsKnow(Object value, String json) {
        var converter = DefaultDataConverter.STANDARD_INSTANCE;
        Payload payload = converter.toPayload(value).orElseThrow();

        assertThat(payload.getData().toStringUtf8()).isEqualTo(json);
        assertThat((Object) converter.fromPayload(payload, value.getClass(), value.getClass()))
                .isEqualTo(value);
    }

    @Test
    void activitiesKeepTheirTypes() {
        assertThat(activityTypes(
                        GmailActivities.class,
                        MailboxActivities.class,
                        MessageActivities.class,
                        NotificationActivities.class,
                        TokenActivities.class))
                .containsExactlyInAnyOrder(
                        "findMessages",
                        "renewWatch",
                        "takeCommand",
                        "readOrders",
                        "reportTrouble",
                        "deleteMailbox",
                        "storeMessages",
                        "notifyPerson",
                        "refreshToken",
                        "revokeGrant");
    }

    @Test
    void theWorkflowKeepsItsTypeItsSignalsItsUpdatesAndItsQuery() {
        var workflow = POJOWorkflowInterfaceMetadata.newInstance(MailboxWorkflow.class);

        assertThat(workflow.getWorkflowType()).contains("MailboxSync");
        assertThat(workflow.getMethodsMetadata().stream().map(method -> method.getType() + " " + method.getName()))
                .containsExactlyInAnyOrder(
                        "WORKFLOW MailboxSync",
                        "SIGNAL pause",
                        "SIGNAL resume",
                        "SIGNAL resync",
                        "SIGNAL disconnect",
                        "SIGNAL accessRevoked",
                        "SIGNAL checkNow",
                        "SIGNAL mailArrived",
                        "SIGNAL settingsChanged",
                        "UPDATE resync",
                        "UPDATE sendersChanged",
                        "QUERY status");
    }

    /** The names of all signals, for the tests of each of them. */
    static List<String> signals() {
        return POJOWorkflowInterfaceMetadata.newInstance(MailboxWorkflow.class).getMethodsMetadata().stream()
                .filter(method -> method.getType() == WorkflowMethodType.SIGNAL)
                .map(method -> method.getName())
                .toList();
    }

    private static List<String> activityTypes(Class<?>... interfaces) {
        return Stream.of(interfaces)
                .flatMap(type -> POJOActivityInterfaceMetadata.newInstance(type).getMethodsMetadata().stream())
                .map(POJOActivityMethodMetadata::getActivityTypeName)
                .toList();
    }
}
