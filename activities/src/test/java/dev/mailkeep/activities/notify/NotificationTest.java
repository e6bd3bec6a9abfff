package dev.mailkeep.activities.notify;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure.Blocked;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.notify.Explanation.Remedy;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

class NotificationTest {

    @Test
    void anIncidentIsToldOnceHoweverOftenItIsAskedFor() {
        var outbox = new Outbox();
        try (var mailkeep = MailboxFixture.kind(outbox)) {
            revoke(mailkeep);

            tell(mailkeep);
            tell(mailkeep);

            assertThat(mailkeep.count("notifications where kind = 'NEEDS_RECONNECT' and cause = 'REVOKED'"))
                    .isEqualTo(1);
            assertThat(outbox.sent).singleElement().satisfies(mail -> {
                assertThat(mail.getTo()).containsExactly(MailboxFixture.OWNER);
                assertThat(mail.getSubject()).isEqualTo("Mailkeep: Mailkeep lost access to this Gmail");
                assertThat(mail.getText())
                        .contains("Reconnect", "http://localhost:8080")
                        .doesNotContain(BOSS);
            });

            mailkeep.reconnect();
            revoke(mailkeep);
            tell(mailkeep);

            assertThat(mailkeep.count("notifications")).isEqualTo(2);
            assertThat(outbox.sent).hasSize(2);
        }
    }

    @Test
    void aBlockIsOneIncidentUntilItIsOver() {
        var outbox = new Outbox();
        try (var mailkeep = MailboxFixture.kind(outbox)) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            for (int day = 0; day < 3; day++) {
                mailkeep.google.faults().inject(Fault.domainPolicy().on("history"));
                Failures.of(mailkeep::check);
                tell(mailkeep);
            }

            assertThat(mailkeep.count("notifications where kind = 'BLOCKED'")).isEqualTo(1);
            assertThat(outbox.sent).hasSize(1);
        }
    }

    @Test
    void whereNothingStandsInTheWayNothingIsTold() {
        var outbox = new Outbox();
        try (var mailkeep = MailboxFixture.kind(outbox)) {
            tell(mailkeep);

            assertThat(mailkeep.count("notifications")).isZero();
            assertThat(outbox.sent).isEmpty();
        }
    }

    @Test
    void aMailServerThatIsAwayHoldsUpNothingAndIsTriedNextTime() {
        var outbox = new Outbox();
        try (var mailkeep = MailboxFixture.kind(outbox)) {
            revoke(mailkeep);
            outbox.away = true;
            tell(mailkeep);
            assertThat(mailkeep.count("notifications where emailed_at is null")).isEqualTo(1);

            outbox.away = false;
            mailkeep.bean(NotificationEmails.class).send(null);
            mailkeep.bean(NotificationEmails.class).send(null);
            tell(mailkeep);

            assertThat(outbox.sent).hasSize(1);
            assertThat(mailkeep.count("notifications where emailed_at is not null"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aLetterThatCouldNotBeSentIsNotSentOnceItIsCuredOrADayOld() {
        var outbox = new Outbox();
        try (var mailkeep = MailboxFixture.kind(outbox)) {
            revoke(mailkeep);
            outbox.away = true;
            tell(mailkeep);
            outbox.away = false;

            mailkeep.jdbc
                    .sql("update notifications set created_at = now() - interval '25 hours'")
                    .update();
            mailkeep.bean(NotificationEmails.class).send(null);
            mailkeep.jdbc.sql("update notifications set created_at = now()").update();
            mailkeep.reconnect();
            mailkeep.bean(NotificationEmails.class).send(null);

            assertThat(outbox.sent).isEmpty();
        }
    }

    @Test
    void noMailServerHoldsTheMailboxsLock() {
        var outbox = new Outbox();
        try (var mailkeep = MailboxFixture.kind(outbox)) {
            revoke(mailkeep);
            outbox.meanwhile = () -> mailkeep.jdbc
                    .sql("select id from mailboxes for update nowait")
                    .query()
                    .listOfRows();

            tell(mailkeep);

            assertThat(outbox.sent).hasSize(1);
        }
    }

    @Test
    void withoutAMailServerThePageHasIt() {
        try (var mailkeep = MailboxFixture.kind()) {
            revoke(mailkeep);

            tell(mailkeep);

            assertThat(mailkeep.count("notifications where emailed_at is null")).isEqualTo(1);
        }
    }

    @Test
    void anAccountThatWasMadeAnewIsNotToBeReconnected() {
        Explanation explanation = Explanation.of(RevocationCause.ACCOUNT_MADE_ANEW.name());

        assertThat(explanation.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(explanation.sentence()).contains("made anew", "keep it, export it, or disconnect");
    }

    @Test
    void afterAReconnectTheAlarmIsReadAndWhatWasCaughtUpOnIsToldOnce() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.stored(BOSS);
            revoke(mailkeep);
            tell(mailkeep);
            mailkeep.deliver(BOSS);
            mailkeep.deliver(BOSS);

            mailkeep.reconnect();
            assertThat(mailkeep.count("notifications where kind = 'NEEDS_RECONNECT' and read_at is null"))
                    .isZero();
            recoveries(mailkeep).tell();
            assertThat(mailkeep.count("notifications where kind = 'RECOVERED'")).isZero();
            mailkeep.check();
            recoveries(mailkeep).tell();
            assertThat(mailkeep.count("notifications where kind = 'RECOVERED'"))
                    .as("found and not stored yet")
                    .isZero();

            mailkeep.settle();
            recoveries(mailkeep).tell();
            recoveries(mailkeep).tell();

            assertThat(mailkeep.count("notifications where kind = 'RECOVERED' and messages = 2 and read_at is null"))
                    .isEqualTo(1);
            assertThat(mailkeep.count("recoveries")).isZero();
        }
    }

    @Test
    void whatAnAdministratorAllowsAgainIsToldToo() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.google.faults().inject(Fault.domainPolicy().on("history"));
            Failures.of(mailkeep::check);
            tell(mailkeep);
            mailkeep.deliver(BOSS);

            mailkeep.settle();
            // The look that found it began before the mailbox counted as allowed: the next one proves it.
            mailkeep.settle();
            recoveries(mailkeep).tell();

            assertThat(mailkeep.count("notifications where kind = 'BLOCKED' and read_at is null"))
                    .isZero();
            assertThat(mailkeep.count("notifications where kind = 'RECOVERED'")).isEqualTo(1);
        }
    }

    @Test
    void aMailboxWithoutSendersHasNothingToCatchUpOn() {
        try (var mailkeep = MailboxFixture.kind()) {
            revoke(mailkeep);
            mailkeep.reconnect();
            recoveries(mailkeep).tell();

            assertThat(mailkeep.count("notifications where kind = 'RECOVERED' and messages = 0"))
                    .isEqualTo(1);
        }
    }

    private static Recoveries recoveries(MailboxFixture mailkeep) {
        return mailkeep.bean(Recoveries.class);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCOUNT_MADE_ANEW")
    void everyCauseOfARevocationHasItsOwnWords(RevocationCause cause) {
        Explanation explanation = Explanation.of(cause.name());

        assertThat(explanation.remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(explanation.sentence()).containsIgnoringCase("reconnect").contains("nothing is missing");
    }

    @ParameterizedTest
    @EnumSource
    void everyBlockHasItsOwnWords(Blocked.Reason reason) {
        assertThat(Explanation.of(reason.name()).remedy()).isEqualTo(Remedy.ASK_ADMINISTRATOR);
    }

    /** Those of a revocation, a block or an order that is out of date are told by the row's cause instead. */
    @ParameterizedTest
    @MethodSource
    void everyFailureThatLastsHasItsOwnWords(String type) {
        assertThat(Explanation.of(type)).isNotEqualTo(Explanation.UNKNOWN);
    }

    static List<String> everyFailureThatLastsHasItsOwnWords() {
        Set<String> byTheRow = Set.of(
                FailureTypes.GRANT_REVOKED, FailureTypes.SCOPE_MISSING, FailureTypes.BLOCKED, FailureTypes.SUPERSEDED);
        return Arrays.stream(FailureTypes.class.getFields())
                .map(NotificationTest::constant)
                .filter(type -> !byTheRow.contains(type))
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
    @ValueSource(strings = {"", "ofAVersionToCome", "java.lang.NullPointerException"})
    void aCauseThatNobodyKnowsBlamesNobody(String cause) {
        Explanation explanation = Explanation.of(cause);

        assertThat(explanation).isEqualTo(Explanation.UNKNOWN);
        assertThat(explanation.title() + explanation.sentence()).doesNotContain("Google", "Gmail");
    }

    @Test
    void mailkeepsOwnFaultsAreNotToldAsGoogles() {
        for (String own : List.of(FailureTypes.UNEXPECTED, FailureTypes.DATABASE_UNAVAILABLE)) {
            assertThat(Explanation.of(own).title()).contains("Mailkeep").doesNotContain("Google", "Gmail");
            assertThat(Explanation.of(own).sentence()).contains("not at Google");
        }
    }

    @Test
    void damagedAccessIsMendedByReconnecting() {
        assertThat(Explanation.of(FailureTypes.SECRET_UNREADABLE).remedy().isReconnecting())
                .isTrue();
    }

    private static void revoke(MailboxFixture mailkeep) {
        mailkeep.google.faults().inject(Fault.invalidGrant());
        Failures.of(() -> mailkeep.tokens.refreshToken(mailkeep.mailboxId));
    }

    private static void tell(MailboxFixture mailkeep) {
        mailkeep.notifications.notifyOwner(mailkeep.mailboxId);
    }

    /** There is no SMTP server to be had here; this is the border to it. */
    private static final class Outbox implements MailSender {
        private final List<SimpleMailMessage> sent = new ArrayList<>();
        private boolean away;
        private Runnable meanwhile = () -> {};

        @Override
        public void send(SimpleMailMessage... messages) {
            meanwhile.run();
            if (away) {
                throw new MailSendException("away");
            }
            sent.addAll(List.of(Objects.requireNonNull(messages)));
        }
    }
}
