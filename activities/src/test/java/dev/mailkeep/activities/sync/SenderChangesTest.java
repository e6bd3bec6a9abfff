package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mailbox.ChangeOutcome;
import dev.mailkeep.activities.sync.queue.Quarantine;
import dev.mailkeep.activities.sync.senders.SenderChanges;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SenderChangesTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void mailOfTwoFromMailboxesStaysWhenTheSenderOfOneIsPurgedAndTheOtherIsStillWatched() {
        mailkeep.watch(BOSS, "friend@corp.example");
        String id = mailkeep.stored("Friend <friend@corp.example>, Boss <" + BOSS + ">");

        mailkeep.change(Removed.PURGE, BOSS);

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.count("email_messages where sender_key = '" + BOSS + "'"))
                .isEqualTo(1);
    }

    @Test
    void mailRefusedBeforeItsSenderWasWatchedIsFetchedAgainThoughTheSearchLagsBehind() {
        mailkeep.useQuirks(Quirks.unkind());
        mailkeep.watch(BOSS);
        String id = mailkeep.account()
                .deliver(Mail.from("friend@corp.example").labels("SPAM").build());
        mailkeep.google().clock().advance(Duration.ofMinutes(1));
        mailkeep.settle();
        mailkeep.account().removeLabels(id, "SPAM");
        mailkeep.settle();
        assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                .isEqualTo(1);

        mailkeep.watch(BOSS, "friend@corp.example");
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void withoutSendersGmailIsNotCalled() {
        mailkeep.google().calls().reset();

        Progress check = mailkeep.check();
        mailkeep.search();
        Progress store = mailkeep.store();

        assertThat(mailkeep.google().calls().units()).isZero();
        assertThat(check.listing()).isFalse();
        assertThat(store.ready()).isFalse();
    }

    @Test
    void theFirstSenderTakesAFreshCursor() {
        mailkeep.watch(BOSS);
        assertThat(mailkeep.value("history_id")).isEqualTo("null");

        mailkeep.check();

        assertThat(mailkeep.value("history_id"))
                .isEqualTo(mailkeep.account().historyId().toString());
        assertThat(mailkeep.google().calls().count("profile")).isEqualTo(1);
    }

    @Test
    void whenTheLastSenderIsRemovedInMidImportNothingIsLeftToDoAndNoCallIsMade() {
        for (int i = 0; i < 30; i++) {
            mailkeep.account().deliver(Mail.from(BOSS).subject("Number " + i).build());
        }
        mailkeep.watch(BOSS);
        mailkeep.check();
        mailkeep.search();
        mailkeep.deliver("someone@elsewhere.example");
        mailkeep.check();
        mailkeep.watch();
        mailkeep.google().calls().reset();

        Progress progress = mailkeep.settle();

        assertThat(mailkeep.google().calls().units()).isZero();
        assertThat(progress.importing()).isFalse();
        assertThat(progress.ready()).isFalse();
        assertThat(progress.checkAgainAt()).isNull();
        assertThat(mailkeep.value("import_found")).isEqualTo(mailkeep.value("import_stored"));
        assertThat(mailkeep.value("history_id")).isEqualTo("null");
        assertThat(mailkeep.count("listing_jobs")).isZero();
    }

    @Test
    void aNewSendersOlderMailIsImportedAndCountedFromZero() {
        mailkeep.deliver(BOSS);
        String friend = mailkeep.deliver("friend@corp.example");
        mailkeep.watch(BOSS);
        mailkeep.settle();
        assertThat(mailkeep.value("import_found")).isEqualTo("1");

        mailkeep.watch(BOSS, "@corp.example");
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).hasSize(2).contains(friend);
        assertThat(mailkeep.value("import_found")).isEqualTo("1");
        assertThat(mailkeep.value("import_stored")).isEqualTo("1");
        assertThat(mailkeep.count("sync_runs where kind = 'IMPORT' and outcome = 'DONE' and found = 1 and stored = 1"))
                .isEqualTo(2);
    }

    @Test
    void storedMailOfARemovedSenderIsKeptOrPurgedAsTheOwnerChose() {
        String boss = mailkeep.deliver(BOSS);
        String friend = mailkeep.deliver("friend@corp.example");
        String list = mailkeep.deliver("news@list.example");
        mailkeep.watch(BOSS, "@corp.example", "@list.example");
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(boss, friend, list);

        mailkeep.change(Removed.KEEP, BOSS, "@corp.example");
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(boss, friend, list);
        // The boss has an address of that domain, and is still watched.
        mailkeep.change(Removed.PURGE, BOSS);
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(boss, list);
        mailkeep.deliver("friend@corp.example");
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).hasSize(2);
    }

    @Test
    void theImportOfARemovedSenderStopsAndItsMailIsNotFetched() {
        String boss = mailkeep.deliver(BOSS);
        for (int i = 0; i < 10; i++) {
            mailkeep.deliver("news@list.example");
        }
        mailkeep.watch(BOSS, "@list.example");
        mailkeep.check();
        while (mailkeep.search().listing()) {
            // Listing goes on until everything is queued.
        }
        assertThat(mailkeep.count("message_queue")).isEqualTo(11);

        mailkeep.change(Removed.KEEP, BOSS);
        mailkeep.settle();

        assertThat(mailkeep.wire().fetched()).containsExactly(boss);
        assertThat(mailkeep.storedIds()).containsExactly(boss);
        assertThat(mailkeep.value("import_found")).isEqualTo("1");
        assertThat(mailkeep.value("import_stored")).isEqualTo("1");
        assertThat(mailkeep.count("listing_jobs")).isZero();
    }

    @Test
    void theSameSendersAgainChangeNothing() {
        mailkeep.watch(BOSS, "@list.example");
        String version = mailkeep.value("senders_version");

        mailkeep.watch("@LIST.example", "Boss@Corp.example");

        assertThat(mailkeep.value("senders_version")).isEqualTo(version);
        assertThat(mailkeep.mailbox().senders()).containsExactly("@list.example", "boss@corp.example");
    }

    @Test
    void aChangeOfAnOutdatedListIsRefusedUnlessItChangesNothing() {
        mailkeep.watch(BOSS);
        long seen = mailkeep.mailbox().sendersVersion();
        mailkeep.watch(BOSS, "friend@corp.example");
        SenderChanges changes = mailkeep.bean(SenderChanges.class);
        List<Sender> other = List.of(Sender.parse(BOSS), Sender.parse("@list.example"));
        List<Sender> same = List.of(Sender.parse(BOSS), Sender.parse("friend@corp.example"));

        assertThat(changes.set(mailkeep.userId(), mailkeep.mailboxId(), v -> v == seen, other, Removed.PURGE))
                .isEqualTo(ChangeOutcome.CHANGED_MEANWHILE);
        assertThat(changes.set(mailkeep.userId(), mailkeep.mailboxId(), v -> v == seen, same, Removed.KEEP))
                .isEqualTo(ChangeOutcome.SET);
        assertThat(mailkeep.mailbox().senders()).containsExactly(BOSS, "friend@corp.example");

        assertThat(changes.set(mailkeep.userId(), mailkeep.mailboxId(), v -> v == seen + 1, other, Removed.KEEP))
                .isEqualTo(ChangeOutcome.SET);
        assertThat(mailkeep.mailbox().senders()).containsExactly("@list.example", BOSS);
    }

    @Test
    void aRemovedSenderWhoseMailIsKeptIsRememberedUntilItIsWatchedAgain() {
        mailkeep.watch(BOSS, "friend@corp.example", "@list.example");

        mailkeep.change(Removed.KEEP, "friend@corp.example", "@list.example");
        mailkeep.change(Removed.PURGE, "@list.example");
        assertThat(mailkeep.count("former_senders")).isEqualTo(1);
        assertThat(mailkeep.count("former_senders where sender = '" + BOSS + "'"))
                .isEqualTo(1);

        mailkeep.watch(BOSS);
        assertThat(mailkeep.count("former_senders where sender = '@list.example'"))
                .isEqualTo(1);
        assertThat(mailkeep.count("former_senders")).isEqualTo(1);
    }

    @Test
    void anotherUsersMailboxCanNotBeChanged() {
        var stranger = UUID.randomUUID();

        assertThat(mailkeep.bean(SenderChanges.class)
                        .set(stranger, mailkeep.mailboxId(), v -> true, List.of(Sender.parse(BOSS)), Removed.KEEP))
                .isEqualTo(ChangeOutcome.NO_SUCH_MAILBOX);
        assertThat(mailkeep.bean(Commands.class).write(stranger, mailkeep.mailboxId(), Kind.PAUSE, null))
                .isEmpty();
        assertThat(mailkeep.bean(Quarantine.class).retry(stranger, mailkeep.mailboxId(), "1"))
                .isFalse();
        assertThat(mailkeep.mailbox().senders()).isEmpty();
    }

    @Test
    void aFullResyncListsAllSendersAndBringsWhatIsMissing() {
        mailkeep.watch(BOSS);
        String id = mailkeep.stored(BOSS);
        mailkeep.jdbc().sql("delete from email_messages").update();

        mailkeep.command(Kind.RESYNC);
        assertThat(mailkeep.check().importing()).isTrue();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.value("import_found")).isEqualTo("1");
        assertThat(mailkeep.value("import_stored")).isEqualTo("1");
    }
}
