package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

    private static final Pattern HISTORY_ID = Pattern.compile("\"historyId\"\\s*:\\s*\"(\\d+)\"");

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aQuietMailboxCostsTwoUnits() {
        mailkeep.useQuirks(Quirks.unkind());
        mailkeep.deliver(BOSS);
        mailkeep.watch(BOSS);
        mailkeep.settleWithRelistings();
        mailkeep.check();
        mailkeep.google().calls().reset();

        Progress progress = mailkeep.check();

        assertThat(mailkeep.google().calls().units()).isEqualTo(2);
        assertThat(progress.found()).isZero();
        assertThat(progress.ready()).isFalse();
    }

    @Test
    void aNewMessageOfTwentySendersCostsOneHistoryOneListAndOneGet() {
        var senders = new ArrayList<>(List.of(BOSS));
        for (int i = 1; i < 20; i++) {
            senders.add("sender" + i + "@corp.example");
        }
        mailkeep.watch(senders.toArray(String[]::new));
        mailkeep.settle();
        mailkeep.google().calls().reset();
        String id = mailkeep.deliver(BOSS);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.google().calls().count("history")).isEqualTo(1);
        assertThat(mailkeep.google().calls().count("list")).isEqualTo(1);
        assertThat(mailkeep.google().calls().count("get")).isEqualTo(1);
    }

    @Test
    void drainsPagesThatAreEmptyAndAdoptsTheHistoryIdOfTheFirst() {
        mailkeep.useQuirks(Quirks.unkind().withSearchLag(Duration.ZERO));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.wire().forget();
        var expected = new ArrayList<String>();
        for (int i = 0; i < 700; i++) {
            String id = mailkeep.deliver(i % 100 == 0 ? BOSS : "someone@elsewhere.example");
            if (i % 100 == 0) {
                expected.add(id);
            }
        }
        // Arrives while the pages are read: only a later page names a history id that covers it.
        mailkeep.wire()
                .before(
                        exchange -> exchange.isHistory() && exchange.query().contains("pageToken"),
                        () -> expected.add(mailkeep.deliver(BOSS)));

        mailkeep.check();

        List<Exchange> pages = mailkeep.wire().exchanges(Exchange::isHistory);
        assertThat(pages).hasSizeGreaterThan(2);
        assertThat(pages.get(0).ids()).isEmpty();
        assertThat(mailkeep.value("history_id"))
                .isEqualTo(historyId(pages.get(0)))
                .isNotEqualTo(historyId(pages.get(pages.size() - 1)));
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void keepsHistoryIdsThatNoSignedLongHolds() {
        mailkeep.useQuirks(Quirks.unkind());
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.deliver(BOSS);
        mailkeep.check();

        assertThat(mailkeep.value("history_id"))
                .isEqualTo(mailkeep.account().historyId().toString())
                .hasSize(20);
    }

    @Test
    void appliesLabelsAndDeletionsWithoutFetching() {
        mailkeep.useQuirks(Quirks.kind().withBareHistory(true));
        mailkeep.watch(BOSS);
        String read = mailkeep.stored(BOSS);
        String trashed = mailkeep.stored(BOSS);
        String spam = mailkeep.stored(BOSS);
        String deleted = mailkeep.stored(BOSS);
        mailkeep.google().calls().reset();

        mailkeep.account().removeLabels(read, "UNREAD");
        mailkeep.account().addLabels(read, "STARRED");
        mailkeep.account().addLabels(trashed, "TRASH");
        mailkeep.account().addLabels(spam, "SPAM");
        mailkeep.account().delete(deleted);
        mailkeep.check();

        assertThat(mailkeep.labels(read)).containsExactlyInAnyOrder("INBOX", "STARRED");
        assertThat(mailkeep.labels(trashed)).contains("TRASH");
        assertThat(mailkeep.labels(spam)).contains("SPAM");
        assertThat(mailkeep.deleted(deleted)).isTrue();
        assertThat(mailkeep.storedIds()).hasSize(4);
        assertThat(mailkeep.google().calls().units()).isEqualTo(2);
    }

    @Test
    void theLastOfSeveralChangesOfALabelHolds() {
        mailkeep.watch(BOSS);
        String id = mailkeep.stored(BOSS);

        mailkeep.account().addLabels(id, "STARRED");
        mailkeep.account().removeLabels(id, "STARRED", "UNREAD");
        mailkeep.account().addLabels(id, "UNREAD");
        mailkeep.check();

        assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account().labels(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPAM", "TRASH", "DRAFT", "CHAT"})
    void mailInSpamTrashDraftOrChatIsStoredOnceItLeavesThere(String label) {
        mailkeep.useQuirks(Quirks.kind().withBareHistory(true));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.account().deliver(Mail.from(BOSS).labels(label).build());
        mailkeep.settleWithRelistings();
        assertThat(mailkeep.storedIds()).isEmpty();

        mailkeep.account().removeLabels(id, label);
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void anAddressThatChangedAtGoogleIsLearntOnceADayAndNoQuietCheckAsksForIt() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.account().rename("renamed@gmail.example");
        mailkeep.google().calls().reset();
        mailkeep.check();
        assertThat(mailkeep.google().calls().count("profile")).isZero();
        assertThat(mailkeep.value("email")).isEqualTo(MailboxFixture.OWNER);

        mailkeep.auditIsDue();
        mailkeep.settle();
        mailkeep.check();

        assertThat(mailkeep.google().calls().count("profile")).isEqualTo(1);
        assertThat(mailkeep.value("email")).isEqualTo("renamed@gmail.example");
        assertThat(mailkeep.count("users where email = 'renamed@gmail.example'"))
                .isEqualTo(1);
    }

    @Test
    void aQuietCheckIsOneWriteTransaction() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        long fewest = Long.MAX_VALUE;
        // Another thread renews the lease of the quota now and then, which may happen during one of the checks.
        for (int i = 0; i < 3; i++) {
            long before = writeTransactions();
            mailkeep.check();
            fewest = Math.min(fewest, writeTransactions() - before - 1);
        }

        assertThat(fewest).isEqualTo(1);
    }

    /** PostgreSQL numbers each transaction that writes, and each one that asks for its number. */
    private long writeTransactions() {
        return mailkeep.jdbc()
                .sql("select cast(cast(pg_current_xact_id() as text) as bigint)")
                .query(Long.class)
                .single();
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
