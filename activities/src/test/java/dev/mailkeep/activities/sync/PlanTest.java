package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.sync.senders.Plans;
import dev.mailkeep.activities.sync.senders.Plans.Plan;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void countsWhatIsNotKnownYetAndServesTheImportForAnHour() {
        try (var mailkeep = MailboxFixture.using(QuotaSettings.ofToday())) {
            for (int i = 0; i < 30; i++) {
                mailkeep.deliver("friend@corp.example", Instant.now().minus(Duration.ofDays(50L * i)));
            }
            mailkeep.watch(BOSS);
            mailkeep.settle();

            Plan plan = plan(mailkeep, BOSS, "@corp.example").orElseThrow();
            mailkeep.google.calls().reset();
            mailkeep.watch(BOSS, "@corp.example");
            mailkeep.settle();

            assertThat(plan).isEqualTo(new Plan(30, 30 * 20 + 5, 605 / 5_346.0, true));
            assertThat(mailkeep.storedIds()).hasSize(30);
            assertThat(mailkeep.google.calls().count("list")).isEqualTo(1);
            assertThat((double) mailkeep.google.calls().units()).isCloseTo(plan.units(), withinPercentage(5));
            assertThat(mailkeep.value("import_found")).isEqualTo("30");
            assertThat(mailkeep.value("import_stored")).isEqualTo("30");
            assertThat(mailkeep.count("plans")).isZero();
        }
    }

    @Test
    void aPlanForAFreshMailboxBringsItsCursorAndMissesNothingThatArrivesMeanwhile() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.deliver(BOSS);
            plan(mailkeep, BOSS);
            // Old by its date, new by its arrival: only history tells.
            mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(400)));
            mailkeep.deliver(BOSS);
            mailkeep.watch(BOSS);
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).hasSize(2);
            assertThat(mailkeep.google.calls().count("profile")).isEqualTo(1);

            mailkeep.settleWithRelistings();
            mailkeep.auditIsDue();
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).hasSize(3);
        }
    }

    @Test
    void aPlanOfYesterdayOrForOtherSendersIsNotUsed() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.deliver(BOSS);
            plan(mailkeep, BOSS);
            mailkeep.jdbc
                    .sql("update plans set made_at = now() - interval '61 minutes'")
                    .update();
            mailkeep.watch(BOSS);
            assertThat(mailkeep.count("message_queue")).isZero();

            plan(mailkeep, BOSS, "friend@corp.example");
            mailkeep.watch(BOSS, "other@corp.example");

            assertThat(mailkeep.count("message_queue")).isZero();
        }
    }

    @Test
    void afterTwentyPagesItIsALowerBound() {
        try (var mailkeep = MailboxFixture.kind()) {
            var senders = new ArrayList<String>();
            for (int i = 0; i < 21 * 20; i++) {
                senders.add("sender" + i + "@corp.example");
            }
            mailkeep.deliver("sender1@corp.example");
            mailkeep.google.calls().reset();

            Plan plan = plan(mailkeep, senders.toArray(String[]::new)).orElseThrow();

            assertThat(plan.exact()).isFalse();
            assertThat(plan.messages()).isEqualTo(1);
            assertThat(mailkeep.google.calls().count("list")).isEqualTo(20);
            assertThat(mailkeep.count("plans")).isZero();
        }
    }

    @Test
    void aPlanWithoutNewSendersCostsNothing() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.google.calls().reset();

            assertThat(plan(mailkeep, BOSS)).contains(new Plan(0, 0, 0, true));

            assertThat(mailkeep.google.calls().units()).isZero();
        }
    }

    @Test
    void aMailboxThatMayNotBeAskedHasNoPlan() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.command(Kind.PAUSE);

            assertThat(plan(mailkeep, BOSS)).isEmpty();
        }
    }

    @Test
    void aPlanThatFindsTheGrantDeadWritesThatDown() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.google.faults().inject(Fault.invalidGrant());

            assertThatThrownBy(() -> plan(mailkeep, BOSS)).isInstanceOf(GoogleFailure.GrantRevoked.class);

            assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
        }
    }

    @Test
    void whatWasRefusedBeforeCountsAsWhatItIsUnderTheNewSenders() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            // Rescued from spam, so it is asked for, and refused.
            String id = mailkeep.account.deliver(
                    Mail.from("friend@corp.example").labels("SPAM").build());
            mailkeep.account.removeLabels(id, "SPAM");
            mailkeep.settle();
            assertThat(mailkeep.count("dismissed_messages")).isEqualTo(1);

            assertThat(plan(mailkeep, BOSS, "friend@corp.example").orElseThrow().messages())
                    .isEqualTo(1);
        }
    }

    private static Optional<Plan> plan(MailboxFixture mailkeep, String... senders) {
        List<Sender> parsed = Arrays.stream(senders).map(Sender::parse).toList();
        return mailkeep.bean(Plans.class).estimate(mailkeep.mailboxId, parsed);
    }
}
