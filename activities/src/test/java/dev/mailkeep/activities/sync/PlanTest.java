package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.sync.senders.Plans;
import dev.mailkeep.activities.sync.senders.Plans.Plan;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.workflows.contract.Command.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PlanTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void countsWhatIsNotKnownYetAndServesTheImportForAnHour() {
        mailkeep.useQuota(Quota.unlimited(), QuotaSettings.ofToday());
        for (int i = 0; i < 30; i++) {
            mailkeep.deliver("friend@corp.example", Instant.now().minus(Duration.ofDays(50L * i)));
        }
        mailkeep.watch(BOSS);
        mailkeep.settle();

        Plan plan = plan(BOSS, "@corp.example").orElseThrow();
        mailkeep.google().calls().reset();
        mailkeep.watch(BOSS, "@corp.example");
        mailkeep.settle();

        assertThat(plan).isEqualTo(new Plan(30, 30 * 20 + 5, 605 / 5_346.0, true));
        assertThat(mailkeep.storedIds()).hasSize(30);
        assertThat(mailkeep.google().calls().count("list")).isEqualTo(1);
        assertThat((double) mailkeep.google().calls().units()).isCloseTo(plan.units(), withinPercentage(5));
        assertThat(mailkeep.value("import_found")).isEqualTo("30");
        assertThat(mailkeep.value("import_stored")).isEqualTo("30");
        assertThat(mailkeep.count("plans")).isZero();
    }

    @Test
    void aPlanForAFreshMailboxBringsItsCursorAndMissesNothingThatArrivesMeanwhile() {
        mailkeep.deliver(BOSS);
        plan(BOSS);
        // The date is old, the arrival is new: only history names it.
        mailkeep.deliver(BOSS, Instant.now().minus(Duration.ofDays(400)));
        mailkeep.deliver(BOSS);
        mailkeep.watch(BOSS);
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).hasSize(2);
        assertThat(mailkeep.google().calls().count("profile")).isEqualTo(1);

        mailkeep.settleWithRelistings();
        mailkeep.auditIsDue();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).hasSize(3);
    }

    @Test
    void aPlanOfMoreThanAnHourAgoOrForOtherSendersIsNotUsed() {
        mailkeep.deliver(BOSS);
        plan(BOSS);
        mailkeep.jdbc()
                .sql("update plans set made_at = now() - interval '61 minutes'")
                .update();
        mailkeep.watch(BOSS);
        assertThat(mailkeep.count("message_queue")).isZero();

        plan(BOSS, "friend@corp.example");
        mailkeep.watch(BOSS, "other@corp.example");

        assertThat(mailkeep.count("message_queue")).isZero();
    }

    @Test
    void afterTwentyPagesAPlanIsALowerBound() {
        var senders = new ArrayList<String>();
        for (int i = 0; i < 21 * 20; i++) {
            senders.add("sender" + i + "@corp.example");
        }
        mailkeep.deliver("sender1@corp.example");
        mailkeep.google().calls().reset();

        Plan plan = plan(senders.toArray(String[]::new)).orElseThrow();

        assertThat(plan.exact()).isFalse();
        assertThat(plan.messages()).isEqualTo(1);
        assertThat(mailkeep.google().calls().count("list")).isEqualTo(20);
        assertThat(mailkeep.count("plans")).isZero();
    }

    @Test
    void aPlanWithoutNewSendersCostsNothing() {
        mailkeep.watch(BOSS);
        mailkeep.google().calls().reset();

        assertThat(plan(BOSS)).contains(new Plan(0, 0, 0, true));

        assertThat(mailkeep.google().calls().units()).isZero();
    }

    @Test
    void aPausedMailboxHasNoPlan() {
        mailkeep.command(Kind.PAUSE);

        assertThat(plan(BOSS)).isEmpty();
    }

    @Test
    void aPlanThatFindsTheGrantRevokedWritesItToTheRow() {
        mailkeep.google().faults().inject(Fault.invalidGrant());

        assertThatThrownBy(() -> plan(BOSS)).isInstanceOf(GoogleFailure.GrantRevoked.class);

        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
    }

    @Test
    void mailRefusedBeforeIsCountedUnderTheNewSenders() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        // Rescued from spam, so it is fetched, and refused.
        String id = mailkeep.account()
                .deliver(Mail.from("friend@corp.example").labels("SPAM").build());
        mailkeep.account().removeLabels(id, "SPAM");
        mailkeep.settle();
        assertThat(mailkeep.count("dismissed_messages")).isEqualTo(1);

        assertThat(plan(BOSS, "friend@corp.example").orElseThrow().messages()).isEqualTo(1);
    }

    private Optional<Plan> plan(String... senders) {
        List<Sender> parsed = Arrays.stream(senders).map(Sender::parse).toList();
        return mailkeep.bean(Plans.class).estimate(mailkeep.mailboxId(), parsed);
    }
}
