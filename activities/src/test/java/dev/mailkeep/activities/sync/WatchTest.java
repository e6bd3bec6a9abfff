package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static dev.mailkeep.activities.MailboxFixture.OWNER;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FailureTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Asking Gmail to push. */
class WatchTest {

    private static final String TOPIC = "projects/simulated/topics/gmail";
    private static final String SUBSCRIPTION = "projects/simulated/subscriptions/mailkeep";

    private static MailboxFixture pushing() {
        var mailkeep = MailboxFixture.pushing(new PushSettings(TOPIC, SUBSCRIPTION, null, null, PushSettings.PUB_SUB));
        mailkeep.google.pubSub().createTopic(TOPIC, true);
        mailkeep.google.pubSub().subscribe(SUBSCRIPTION, TOPIC);
        return mailkeep;
    }

    private static @Nullable Instant renewAt(MailboxFixture mailkeep) {
        return mailkeep.row.readDesiredState(mailkeep.mailboxId).renewWatchAt();
    }

    private static void renew(MailboxFixture mailkeep) {
        mailkeep.gmail.renewWatch(mailkeep.mailboxId);
    }

    private static long watchCalls(MailboxFixture mailkeep) {
        return mailkeep.google.calls().count("watch");
    }

    @Test
    void aWatchIsDueAtOnceAndThenDaily() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            assertThat(renewAt(mailkeep)).isEqualTo(Instant.EPOCH);
            mailkeep.google.calls().reset();

            renew(mailkeep);

            assertThat(mailkeep.google.calls().units()).isEqualTo(100);
            assertThat(mailkeep.google.watchedUntil(OWNER))
                    .isAfter(Instant.now().plus(Duration.ofDays(6)));
            assertThat(renewAt(mailkeep))
                    .isBetween(
                            Instant.now().plus(Duration.ofHours(23)),
                            Instant.now().plus(Duration.ofHours(25)));
            assertThat(mailkeep.value("watch_expires_at > now() + interval '6 days'"))
                    .isEqualTo("true");
            assertThat(mailkeep.google.pubSub().unacknowledged(SUBSCRIPTION)).isEqualTo(1);
        }
    }

    @Test
    void whereNothingIsPushedNothingIsDue() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.google.calls().reset();

            assertThat(renewAt(mailkeep)).isNull();
            renew(mailkeep);

            assertThat(mailkeep.google.calls().calls()).isEmpty();
        }
    }

    @Test
    void aMailboxWithoutSendersOrOnAPauseIsNotWatched() {
        try (var mailkeep = pushing()) {
            assertThat(renewAt(mailkeep)).isNull();
            renew(mailkeep);
            mailkeep.watch(BOSS);
            mailkeep.command(Kind.PAUSE);
            renew(mailkeep);

            assertThat(watchCalls(mailkeep)).isZero();
        }
    }

    @Test
    void afterAReconnectItIsDueAtOnce() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            renew(mailkeep);
            assertThat(renewAt(mailkeep)).isAfter(Instant.now());

            mailkeep.reconnect();

            assertThat(renewAt(mailkeep)).isEqualTo(Instant.EPOCH);
        }
    }

    @Test
    void anotherTopicIsAskedForAtOnce() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            renew(mailkeep);

            mailkeep.jdbc
                    .sql("update mailboxes set watch_topic = 'projects/p/topics/of-before'")
                    .update();

            assertThat(renewAt(mailkeep)).isEqualTo(Instant.EPOCH);
        }
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
    void aRefusalIsNoTroubleOfTheMailboxAndIsTriedAgainInAnHour(Fault fault) {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.google.faults().inject(fault.on("watch").times(-1));

            renew(mailkeep);

            assertThat(renewAt(mailkeep))
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(55)),
                            Instant.now().plus(Duration.ofMinutes(65)));
            assertThat(mailkeep.value("condition")).isEqualTo("OK");
            assertThat(mailkeep.value("failure_type")).isEqualTo("null");
            assertThat(mailkeep.value("throttled_until")).isEqualTo("null");
            assertThat(mailkeep.value("watch_expires_at")).isEqualTo("null");
        }
    }

    @Test
    void aTopicThatIsMissingOrClosedToGmailIsSaidOnceForAllMailboxes() {
        var heard = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(Watches.class);
        heard.start();
        log.setLevel(Level.INFO);
        log.addAppender(heard);
        try (var mailkeep = pushing()) {
            mailkeep.google.pubSub().createTopic(TOPIC, false);
            mailkeep.watch(BOSS);

            for (int i = 0; i < 3; i++) {
                renew(mailkeep);
            }
            assertThat(heard.list).hasSize(1);
            assertThat(heard.list.get(0).getFormattedMessage())
                    .contains("Gmail answered 403", "looked for all the same")
                    .doesNotContain(TOPIC, OWNER);

            mailkeep.google.pubSub().createTopic(TOPIC, true);
            renew(mailkeep);
            assertThat(heard.list).hasSize(2);
            assertThat(renewAt(mailkeep)).isAfter(Instant.now().plus(Duration.ofHours(23)));
        } finally {
            log.detachAppender(heard);
            log.setLevel(null);
        }
    }

    @Test
    void aWatchThatStillLastsIsNotForgottenForAFailedRenewal() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            renew(mailkeep);
            String expires = mailkeep.value("watch_expires_at");
            mailkeep.google.faults().inject(Fault.backendError(500).on("watch"));

            renew(mailkeep);

            assertThat(mailkeep.value("watch_expires_at")).isEqualTo(expires);
        }
    }

    @Test
    void aGrantThatIsFoundDeadByItIsAsDeadAsEver() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.account.revokeGrants();

            assertThat(Failures.of(() -> renew(mailkeep)).getType()).isEqualTo(FailureTypes.GRANT_REVOKED);

            assertThat(mailkeep.value("condition")).isEqualTo("NEEDS_RECONNECT");
            mailkeep.reconnect();
            renew(mailkeep);
            assertThat(renewAt(mailkeep)).isAfter(Instant.now());
        }
    }

    @Test
    void aWatchOfAnOlderGrantIsNotNoted() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            mailkeep.wire.before(exchange -> exchange.path().endsWith("/watch"), mailkeep::reconnect);

            assertThat(Failures.of(() -> renew(mailkeep)).getType()).isEqualTo(FailureTypes.SUPERSEDED);

            assertThat(renewAt(mailkeep)).isEqualTo(Instant.EPOCH);
        }
    }

    @Test
    void nobodyIsToldToStopAtADisconnect() {
        try (var mailkeep = pushing()) {
            SimulatedAccount account = mailkeep.account;
            mailkeep.watch(BOSS);
            renew(mailkeep);
            mailkeep.command(Kind.DISCONNECT);
            mailkeep.tokens.revokeGrant(mailkeep.mailboxId);

            assertThat(account.refreshTokens()).isZero();
            assertThat(mailkeep.google.calls().count("stop")).isZero();
        }
    }

    @Test
    void lookingAndStoringGoOnWhateverIsPushed() {
        try (var mailkeep = pushing()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            renew(mailkeep);
            String id = mailkeep.deliver(BOSS);

            mailkeep.settle();

            assertThat(List.copyOf(mailkeep.storedIds())).containsExactly(id);
            assertThat(mailkeep.google.calls().rejected()).isZero();
        }
    }
}
