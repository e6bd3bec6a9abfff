package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.GmailWire.Exchange;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    private static final Pattern HISTORY_ID = Pattern.compile("\"historyId\"\\s*:\\s*\"(\\d+)\"");

    @Test
    void aQuietMailboxCostsTwoUnits() {
        try (var mailkeep = MailboxFixture.unkind()) {
            mailkeep.deliver(BOSS);
            mailkeep.watch(BOSS);
            mailkeep.settleWithRelistings();
            mailkeep.check();
            mailkeep.google.calls().reset();

            Progress progress = mailkeep.check();

            assertThat(mailkeep.google.calls().units()).isEqualTo(2);
            assertThat(progress.found()).isZero();
            assertThat(progress.ready()).isFalse();
        }
    }

    @Test
    void aNewMessageOfTwentySendersCostsOneHistoryOneListAndOneGet() {
        try (var mailkeep = MailboxFixture.kind()) {
            var senders = new ArrayList<>(List.of(BOSS));
            for (int i = 1; i < 20; i++) {
                senders.add("sender" + i + "@corp.example");
            }
            mailkeep.watch(senders.toArray(String[]::new));
            mailkeep.settle();
            mailkeep.google.calls().reset();
            String id = mailkeep.deliver(BOSS);

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
            assertThat(mailkeep.google.calls().count("history")).isEqualTo(1);
            assertThat(mailkeep.google.calls().count("list")).isEqualTo(1);
            assertThat(mailkeep.google.calls().count("get")).isEqualTo(1);
        }
    }

    @Test
    void drainsPagesThatAreEmptyAndAdoptsTheHistoryIdOfTheFirst() {
        try (var mailkeep = MailboxFixture.of(Quirks.unkind().withSearchLag(Duration.ZERO))) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.wire.forget();
            var expected = new ArrayList<String>();
            for (int i = 0; i < 700; i++) {
                String id = mailkeep.deliver(i % 100 == 0 ? BOSS : "someone@elsewhere.example");
                if (i % 100 == 0) {
                    expected.add(id);
                }
            }
            // Arrives while the pages are read: only a later page names a history id that covers it.
            mailkeep.wire.before(
                    exchange -> exchange.isHistory() && exchange.query().contains("pageToken"),
                    () -> expected.add(mailkeep.deliver(BOSS)));

            mailkeep.check();

            List<Exchange> pages = mailkeep.wire.exchanges(Exchange::isHistory);
            assertThat(pages).hasSizeGreaterThan(2);
            assertThat(pages.get(0).ids()).isEmpty();
            assertThat(mailkeep.value("history_id"))
                    .isEqualTo(historyId(pages.get(0)))
                    .isNotEqualTo(historyId(pages.get(pages.size() - 1)));
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void keepsHistoryIdsThatNoSignedLongHolds() {
        try (var mailkeep = MailboxFixture.unkind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.deliver(BOSS);
            mailkeep.check();

            assertThat(mailkeep.value("history_id"))
                    .isEqualTo(mailkeep.account.historyId().toString())
                    .hasSize(20);
        }
    }

    @Test
    void appliesLabelsAndDeletionsWithoutFetching() {
        try (var mailkeep = MailboxFixture.of(Quirks.kind().withBareHistory(true))) {
            mailkeep.watch(BOSS);
            String read = mailkeep.stored(BOSS);
            String trashed = mailkeep.stored(BOSS);
            String spam = mailkeep.stored(BOSS);
            String deleted = mailkeep.stored(BOSS);
            mailkeep.google.calls().reset();

            mailkeep.account.removeLabels(read, "UNREAD");
            mailkeep.account.addLabels(read, "STARRED");
            mailkeep.account.addLabels(trashed, "TRASH");
            mailkeep.account.addLabels(spam, "SPAM");
            mailkeep.account.delete(deleted);
            mailkeep.check();

            assertThat(mailkeep.labels(read)).containsExactlyInAnyOrder("INBOX", "STARRED");
            assertThat(mailkeep.labels(trashed)).contains("TRASH");
            assertThat(mailkeep.labels(spam)).contains("SPAM");
            assertThat(mailkeep.deleted(deleted)).isTrue();
            assertThat(mailkeep.storedIds()).hasSize(4);
            assertThat(mailkeep.google.calls().units()).isEqualTo(2);
        }
    }

    @Test
    void theLastOfSeveralChangesOfALabelHolds() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            String id = mailkeep.stored(BOSS);

            mailkeep.account.addLabels(id, "STARRED");
            mailkeep.account.removeLabels(id, "STARRED", "UNREAD");
            mailkeep.account.addLabels(id, "UNREAD");
            mailkeep.check();

            assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account.labels(id));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPAM", "TRASH", "DRAFT", "CHAT"})
    void mailIsNotStoredBeforeItLeavesThere(String label) {
        try (var mailkeep = MailboxFixture.of(Quirks.kind().withBareHistory(true))) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.account.deliver(Mail.from(BOSS).labels(label).build());
            mailkeep.settleWithRelistings();
            assertThat(mailkeep.storedIds()).isEmpty();

            mailkeep.account.removeLabels(id, label);
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
        }
    }

    @Test
    void aMessageRescuedFromSpamIsStoredAlthoughTheSearchLagsBehind() {
        try (var mailkeep = MailboxFixture.unkind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.account.deliver(
                    Mail.from(BOSS).labels("SPAM", "UNREAD").build());
            String foreign = mailkeep.account.deliver(
                    Mail.from("someone@elsewhere.example").labels("SPAM").build());
            mailkeep.settleWithRelistings();
            assertThat(mailkeep.storedIds()).isEmpty();
            assertThat(mailkeep.wire.fetched()).isEmpty();

            mailkeep.account.removeLabels(id, "SPAM");
            mailkeep.account.addLabels(id, "INBOX");
            mailkeep.account.removeLabels(foreign, "SPAM");
            mailkeep.settle();
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
            // A rescued message gets one look at its sender, and never another.
            assertThat(mailkeep.wire.fetched().stream().filter(foreign::equals).count())
                    .isBetween(1L, 2L);
            assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void lookedUpCandidatesOfManySendersAreListedInChunks() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(senders(41));
            mailkeep.settle();
            mailkeep.google.calls().reset();
            String id = mailkeep.deliver("sender40@corp.example");

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
            assertThat(mailkeep.google.calls().count("list")).isEqualTo(3);
        }
    }

    @Test
    void anAddressThatChangedAtGoogleIsLearntOnceADayAndNoQuietLookAsksForIt() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            mailkeep.account.rename("renamed@gmail.example");
            mailkeep.google.calls().reset();
            mailkeep.check();
            assertThat(mailkeep.google.calls().count("profile")).isZero();
            assertThat(mailkeep.value("email")).isEqualTo(MailboxFixture.OWNER);

            mailkeep.auditIsDue();
            mailkeep.settle();
            mailkeep.check();

            assertThat(mailkeep.google.calls().count("profile")).isEqualTo(1);
            assertThat(mailkeep.value("email")).isEqualTo("renamed@gmail.example");
            assertThat(mailkeep.count("users where email = 'renamed@gmail.example'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aQuietLookIsOneWriteTransaction() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            long fewest = Long.MAX_VALUE;
            // The lease of the quota is renewed now and then by a thread of its own, which may fall into one of them.
            for (int i = 0; i < 3; i++) {
                long before = writeTransactions(mailkeep);
                mailkeep.check();
                fewest = Math.min(fewest, writeTransactions(mailkeep) - before - 1);
            }

            assertThat(fewest).isEqualTo(1);
        }
    }

    /** PostgreSQL gives a number to each transaction that writes, and to one that asks for it. */
    private static long writeTransactions(MailboxFixture mailkeep) {
        return mailkeep.jdbc
                .sql("select cast(cast(pg_current_xact_id() as text) as bigint)")
                .query(Long.class)
                .single();
    }

    @Test
    void whereTheSendersSearchesCostMoreTheFromHeaderOfFewCandidatesIsAskedForInstead() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(senders(100));
            mailkeep.settle();
            mailkeep.google.calls().reset();
            mailkeep.wire.forget();
            String id = mailkeep.deliver("sender99@corp.example");

            mailkeep.settle();

            // 20 units for its sender and 20 for the message, not 25 for five searches and 20 for the message.
            assertThat(mailkeep.storedIds()).containsExactly(id);
            assertThat(mailkeep.google.calls().count("list")).isZero();
            assertThat(mailkeep.google.calls().count("get")).isEqualTo(2);
            assertThat(mailkeep.wire.exchanges(Exchange::isGet).get(0).body())
                    .contains("From", "labelIds")
                    .doesNotContain("snippet", "Subject", "To");

            // Two candidates are dearer than five searches.
            String foreign = mailkeep.deliver("someone@elsewhere.example");
            mailkeep.check();
            assertThat(mailkeep.google.calls().count("list")).isZero();
            assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                    .isEqualTo(1);
            mailkeep.deliver("someone@elsewhere.example");
            String second = mailkeep.deliver("sender0@corp.example");
            mailkeep.settle();
            assertThat(mailkeep.google.calls().count("list")).isEqualTo(5);
            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(id, second);
            assertThat(mailkeep.wire.fetched()).containsOnlyOnce(foreign);
        }
    }

    @Test
    void aCandidateWhoseSenderCanNotBeHadHoldsNothingUp() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(senders(1_000));
            mailkeep.settle();
            String poison = mailkeep.deliver("sender1@corp.example");
            String id = mailkeep.deliver("sender2@corp.example");
            mailkeep.wire.rewrite(
                    exchange -> exchange.isGetOf(poison), exchange -> exchange.failing(500, "backendError"));

            mailkeep.check();
            mailkeep.wire.rewriteNothing();
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
            mailkeep.settleWithRelistings();
            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(id, poison);
        }
    }

    private static String[] senders(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "sender" + i + "@corp.example")
                .toArray(String[]::new);
    }

    private static String historyId(Exchange page) {
        Matcher ids = HISTORY_ID.matcher(page.body());
        String last = "";
        while (ids.find()) {
            last = ids.group(1);
        }
        return last;
    }
}
