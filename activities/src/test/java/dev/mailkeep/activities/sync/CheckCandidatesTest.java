package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a check finds out which candidates are from watched senders. */
class CheckCandidatesTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aMessageRescuedFromSpamIsStoredAlthoughTheSearchLagsBehind() {
        mailkeep.useQuirks(Quirks.unkind());
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.account()
                .deliver(Mail.from(BOSS).labels("SPAM", "UNREAD").build());
        String foreign = mailkeep.account()
                .deliver(Mail.from("someone@elsewhere.example").labels("SPAM").build());
        mailkeep.settleWithRelistings();
        assertThat(mailkeep.storedIds()).isEmpty();
        assertThat(mailkeep.wire().fetched()).isEmpty();

        mailkeep.account().removeLabels(id, "SPAM");
        mailkeep.account().addLabels(id, "INBOX");
        mailkeep.account().removeLabels(foreign, "SPAM");
        mailkeep.settle();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        // A rescued message is fetched to see its sender, and never again after that.
        assertThat(mailkeep.wire().fetched().stream().filter(foreign::equals).count())
                .isBetween(1L, 2L);
        assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                .isEqualTo(1);
    }

    @Test
    void candidatesAreSearchedForInChunksOfSenders() {
        mailkeep.watch(senders(41));
        mailkeep.settle();
        mailkeep.google().calls().reset();
        String id = mailkeep.deliver("sender40@corp.example");

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.google().calls().count("list")).isEqualTo(3);
    }

    @Test
    void theFromHeaderOfAFewCandidatesIsFetchedWhereSearchesCostMore() {
        mailkeep.watch(senders(100));
        mailkeep.settle();
        mailkeep.google().calls().reset();
        mailkeep.wire().forget();
        String id = mailkeep.deliver("sender99@corp.example");

        mailkeep.settle();

        // 20 units for its sender and 20 for the message, not 25 for five searches and 20 for the message.
        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.google().calls().count("list")).isZero();
        assertThat(mailkeep.google().calls().count("get")).isEqualTo(2);
        assertThat(mailkeep.wire().exchanges(Exchange::isGet).get(0).body())
                .contains("From", "labelIds")
                .doesNotContain("snippet", "Subject", "To");

        // Two candidates cost more than five searches.
        String foreign = mailkeep.deliver("someone@elsewhere.example");
        mailkeep.check();
        assertThat(mailkeep.google().calls().count("list")).isZero();
        assertThat(mailkeep.count("dismissed_messages where outcome = 'REFUSED'"))
                .isEqualTo(1);
        mailkeep.deliver("someone@elsewhere.example");
        String second = mailkeep.deliver("sender0@corp.example");
        mailkeep.settle();
        assertThat(mailkeep.google().calls().count("list")).isEqualTo(5);
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(id, second);
        assertThat(mailkeep.wire().fetched()).containsOnlyOnce(foreign);
    }

    @Test
    void aCandidateWhoseSenderCanNotBeReadDelaysNoOther() {
        mailkeep.watch(senders(1_000));
        mailkeep.settle();
        String poison = mailkeep.deliver("sender1@corp.example");
        String id = mailkeep.deliver("sender2@corp.example");
        mailkeep.wire()
                .rewrite(exchange -> exchange.isGetOf(poison), exchange -> exchange.failing(500, "backendError"));

        mailkeep.check();
        mailkeep.wire().rewriteNothing();
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        mailkeep.settleWithRelistings();
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(id, poison);
    }

    private static String[] senders(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "sender" + i + "@corp.example")
                .toArray(String[]::new);
    }
}
