package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A message changes, and a look learns of it, after a store has read it and before it is written. */
class RevisionTest {

    @Test
    void labelsThatChangedMeanwhileAreKept() {
        try (var mailkeep = MailboxFixture.kind()) {
            String id = storeWhile(mailkeep, message -> {
                mailkeep.account.addLabels(message, "STARRED");
                mailkeep.account.removeLabels(message, "UNREAD");
            });

            assertThat(mailkeep.storedIds()).containsExactly(id);
            assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account.labels(id));
            assertThat(mailkeep.wire.fetched()).containsExactly(id, id);
        }
    }

    @Test
    void aMessageThatWasDeletedMeanwhileIsNotStored() {
        try (var mailkeep = MailboxFixture.kind()) {
            storeWhile(mailkeep, mailkeep.account::delete);

            assertThat(mailkeep.storedIds()).isEmpty();
            assertThat(mailkeep.count("dismissed_messages where outcome = 'GONE'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aMessageThatWentToSpamMeanwhileIsNotStored() {
        try (var mailkeep = MailboxFixture.kind()) {
            String id = storeWhile(mailkeep, message -> mailkeep.account.addLabels(message, "SPAM"));
            assertThat(mailkeep.storedIds()).isEmpty();

            mailkeep.account.removeLabels(id, "SPAM");
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
        }
    }

    private static String storeWhile(MailboxFixture mailkeep, Consumer<String> change) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.check();
        mailkeep.wire.before(exchange -> exchange.isGetOf(id), () -> {
            change.accept(id);
            mailkeep.checkElsewhere();
        });
        mailkeep.store();
        return id;
    }
}
