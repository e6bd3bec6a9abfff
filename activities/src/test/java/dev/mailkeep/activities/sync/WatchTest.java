package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static dev.mailkeep.activities.fixture.MailboxFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.CapturedLog;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gmail is asked to push. */
class WatchTest {

    private static final String TOPIC = "projects/simulated/topics/gmail";
    private static final String SUBSCRIPTION = "projects/simulated/subscriptions/mailkeep";

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @RegisterExtension
    final CapturedLog log = new CapturedLog();

    private void usePush() {
        mailkeep.useQuota(Quota.ofToday(), QuotaSettings.ofToday());
        mailkeep.usePush(new PushSettings(TOPIC, SUBSCRIPTION, null, null, PushSettings.PUB_SUB));
        mailkeep.google().pubSub().createTopic(TOPIC, true);
        mailkeep.google().pubSub().subscribe(SUBSCRIPTION, TOPIC);
    }

    private @Nullable Instant renewAt() {
        return mailkeep.row().readDesiredState(mailkeep.mailboxId()).renewWatchAt();
    }

    private void renew() {
        mailkeep.gmail().renewWatch(mailkeep.mailboxId());
    }

    private long watchCalls() {
        return mailkeep.google().calls().count("watch");
    }

    @Test
    void aWatchIsDueAtOnceAndThenDaily() {
        usePush();
        mailkeep.watch(BOSS);
        assertThat(renewAt()).isEqualTo(Instant.EPOCH);
        mailkeep.google().calls().reset();

        renew();

        assertThat(mailkeep.google().calls().units()).isEqualTo(100);
        assertThat(mailkeep.google().watchedUntil(OWNER)).isAfter(Instant.now().plus(Duration.ofDays(6)));
        assertThat(renewAt())
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(25)));
        assertThat(mailkeep.value("watch_expires_at > now() + interval '6 days'"))
                .isEqualTo("true");
        assertThat(mailkeep.google().pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(1);
    }

    @Test
    void withoutPushesNoRenewalIsDue() {
        mailkeep.watch(BOSS);
        mailkeep.google().calls().reset();

        assertThat(renewAt()).isNull();
        renew();

        assertThat(mailkeep.google().calls().calls()).isEmpty();
    }

    @Test
    void aMailboxWithoutSendersOrPausedIsNotWatched() {
        usePush();
        assertThat(renewAt()).isNull();
        renew();
        mailkeep.watch(BOSS);
        mailkeep.command(Kind.PAUSE);
        renew();

        assertThat(watchCalls()).isZero();
    }

    @Test
    void afterAReconnectItIsDueAtOnce() {
        usePush();
        mailkeep.watch(BOSS);
        renew();
        assertThat(renewAt()).isAfter(Instant.now());

        mailkeep.reconnect();

        assertThat(renewAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aWatchOfAnotherTopicIsDueAtOnce() {
        usePush();
        mailkeep.watch(BOSS);
        renew();

        mailkeep.jdbc()
                .sql("update mailboxes set watch_topic = 'projects/p/topics/an-older-one'")
                .update();

        assertThat(renewAt()).isEqualTo(Instant.EPOCH);
    }

    static Stream<Fault> refusals() {
        return Stream.of(
                Fault.backendError(503),
                Fault.html502(),
                Fault.dropConnection(),
                Fault.rateLimited(Instant.now().plusSeconds(600)),
                Fault.apiDisabled(),
                Fault.invalidArgument(),
                Fault.respond(200, "{}"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsNoFailureOfTheMailboxAndIsTriedAgainInAnHour(Fault fault) {
        usePush();
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.google().faults().inject(fault.on("watch").times(-1));

        renew();

        assertThat(renewAt())
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(55)),
                        Instant.now().plus(Duration.ofMinutes(65)));
        assertThat(mailkeep.value("condition")).isEqualTo("OK");
        assertThat(mailkeep.value("failure_type")).isEqualTo("null");
        assertThat(mailkeep.value("throttled_until")).isEqualTo("null");
        assertThat(mailkeep.value("watch_expires_at")).isEqualTo("null");
    }

    @Test
    void aTopicThatIsMissingOrClosedToGmailIsLoggedOnceForAllMailboxes() {
        log.listenTo(Watches.class);
        usePush();
        mailkeep.google().pubSub().createTopic(TOPIC, false);
        mailkeep.watch(BOSS);

        for (int i = 0; i < 3; i++) {
            renew();
        }
        assertThat(log.lines()).hasSize(1);
        assertThat(log.lines().get(0))
                .contains("Gmail answered 403", "Regular checks still find new mail")
                .doesNotContain(TOPIC, OWNER);

        mailkeep.google().pubSub().createTopic(TOPIC, true);
        renew();
        assertThat(log.lines()).hasSize(2);
        assertThat(renewAt()).isAfter(Instant.now().plus(Duration.ofHours(23)));
    }

    @Test
    void aFailedRenewalKeepsTheWatchThatStillLasts() {
        usePush();
        mailkeep.watch(BOSS);
        renew();
        String expires = mailkeep.value("watch_expires_at");
        mailkeep.google().faults().inject(Fault.backendError(500).on("watch"));

        renew();

        assertThat(mailkeep.value("watch_expires_at")).isEqualTo(expires);
    }

    @Test
    void aRevokedGrantIsNoticedWhenTheWatchIsRenewed() {
        usePush();
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.account().revokeGrants();

        assertThat(Failures.of(() -> renew()).getType()).isEqualTo(FailureTypes.GRANT_REVOKED);

        assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
        mailkeep.reconnect();
        renew();
        assertThat(renewAt()).isAfter(Instant.now());
    }

    @Test
    void aWatchOfAnOlderGrantIsNotWritten() {
        usePush();
        mailkeep.watch(BOSS);
        mailkeep.wire().before(exchange -> exchange.path().endsWith("/watch"), mailkeep::reconnect);

        assertThat(Failures.of(() -> renew()).getType()).isEqualTo(FailureTypes.SUPERSEDED);

        assertThat(renewAt()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aDisconnectDoesNotCallStop() {
        usePush();
        SimulatedAccount account = mailkeep.account();
        mailkeep.watch(BOSS);
        renew();
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.tokens().revokeGrant(mailkeep.mailboxId());

        assertThat(account.refreshTokens()).isZero();
        assertThat(mailkeep.google().calls().count("stop")).isZero();
    }

    @Test
    void checkingAndStoringDoNotDependOnPushes() {
        usePush();
        mailkeep.watch(BOSS);
        mailkeep.settle();
        renew();
        String id = mailkeep.deliver(BOSS);

        mailkeep.settle();

        assertThat(List.copyOf(mailkeep.storedIds())).containsExactly(id);
        assertThat(mailkeep.google().calls().rejected()).isZero();
    }
}
