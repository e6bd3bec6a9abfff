package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message changes, and a check learns of it, between the fetch of a store and its write. */
class RevisionTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void labelsThatChangedMeanwhileAreStored() {
        String id = storeWhile(message -> {
            mailkeep.account().addLabels(message, "STARRED");
            mailkeep.account().removeLabels(message, "UNREAD");
        });

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.labels(id)).isEqualTo(mailkeep.account().labels(id));
        assertThat(mailkeep.wire().fetched()).containsExactly(id, id);
    }

    @Test
    void aMessageThatWasDeletedMeanwhileIsNotStored() {
        storeWhile(mailkeep.account()::delete);

        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(mailkeep.count("dismissed_messages where outcome = 'GONE'")).isEqualTo(1);
    }

    @Test
    void aMessageThatWentToSpamMeanwhileIsNotStored() {
        String id = storeWhile(message -> mailkeep.account().addLabels(message, "SPAM"));
        assertThat(mailkeep.storedIds()).isEmpty();

        mailkeep.account().removeLabels(id, "SPAM");
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    private String storeWhile(Consumer<String> change) {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.check();
        mailkeep.wire().before(exchange -> exchange.isGetOf(id), () -> {
            change.accept(id);
            mailkeep.checkElsewhere();
        });
        mailkeep.store();
        return id;
    }
}
