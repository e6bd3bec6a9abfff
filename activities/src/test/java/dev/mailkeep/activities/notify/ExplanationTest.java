package dev.mailkeep.activities.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.google.GoogleFailure.Blocked;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.notify.Explanation.Remedy;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the owner reads about a revocation, a block or a failure. */
class ExplanationTest {

    @Test
    void theOwnerOfARecreatedAccountIsNotToldToReconnect() {
        Explanation explanation = Explanation.of(RevocationCause.ACCOUNT_MADE_ANEW.name());

        assertThat(explanation.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(explanation.sentence()).contains("deleted and created again", "keep it, export it, or disconnect");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCOUNT_MADE_ANEW")
    void everyCauseOfARevocationIsExplained(RevocationCause cause) {
        Explanation explanation = Explanation.of(cause.name());

        assertThat(explanation.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(explanation.sentence()).containsIgnoringCase("reconnect").contains("nothing is missing");
    }

    @ParameterizedTest
    @EnumSource
    void everyBlockIsExplained(Blocked.Reason reason) {
        assertThat(Explanation.of(reason.name()).remedy()).isEqualTo(Remedy.ASK_ADMINISTRATOR);
    }

    /** Revocations, blocks and outdated commands are explained by the cause in the mailbox's row instead. */
    @ParameterizedTest
    @MethodSource
    void everyLastingFailureIsExplained(String type) {
        assertThat(Explanation.of(type)).isNotEqualTo(Explanation.UNKNOWN);
    }

    static List<String> everyLastingFailureIsExplained() {
        Set<String> explainedByTheRow = Set.of(
                FailureTypes.GRANT_REVOKED, FailureTypes.SCOPE_MISSING, FailureTypes.BLOCKED, FailureTypes.SUPERSEDED);
        return Arrays.stream(FailureTypes.class.getFields())
                .map(ExplanationTest::constant)
                .filter(type -> !explainedByTheRow.contains(type))
                .toList();
    }

    private static String constant(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ofALaterVersion", "java.lang.NullPointerException"})
    void anUnknownCauseBlamesNeitherGoogleNorGmail(String cause) {
        Explanation explanation = Explanation.of(cause);

        assertThat(explanation).isEqualTo(Explanation.UNKNOWN);
        assertThat(explanation.title() + explanation.sentence()).doesNotContain("Google", "Gmail");
    }

    @Test
    void mailkeepsOwnFaultsAreNotExplainedAsGoogles() {
        for (String own : List.of(FailureTypes.UNEXPECTED, FailureTypes.DATABASE_UNAVAILABLE)) {
            assertThat(Explanation.of(own).title()).contains("Mailkeep").doesNotContain("Google", "Gmail");
            assertThat(Explanation.of(own).sentence()).contains("not at Google");
        }
    }

    @Test
    void anUnreadableTokenIsRepairedByReconnecting() {
        assertThat(Explanation.of(FailureTypes.SECRET_UNREADABLE).remedy().isReconnecting())
                .isTrue();
    }
}
