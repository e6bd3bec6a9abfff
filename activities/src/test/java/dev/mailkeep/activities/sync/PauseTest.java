package dev.mailkeep.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PauseTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aRunningStoreNoticesAPauseAndKeepsWhatItHasFetched() {
        mailkeep.queue(400);
        mailkeep.google().latency(Duration.ofMillis(100));
        mailkeep.wire().before(Exchange::isGet, () -> mailkeep.command(Kind.PAUSE));

        Progress end = mailkeep.store();

        assertThat(end.outcome()).isEqualTo(Outcome.STOPPED);
        // Four calls in flight, ten a second each: forty within the second after which a pause is noticed.
        assertThat(mailkeep.wire().fetched()).hasSizeLessThan(150);
        assertThat(mailkeep.storedIds()).hasSameSizeAs(mailkeep.wire().fetched());
        mailkeep.google().latency(Duration.ZERO);
        mailkeep.google().calls().reset();
        assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(mailkeep.google().calls().units()).isZero();

        mailkeep.command(Kind.RESUME);
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).hasSize(400);
        assertThat(mailkeep.wire().fetched()).doesNotHaveDuplicates();
    }

    @Test
    void aStoreThatWaitsForGmailNoticesAPauseToo() {
        mailkeep.queue(40);
        mailkeep.google().latency(Duration.ofSeconds(2));
        mailkeep.wire().before(Exchange::isGet, () -> mailkeep.command(Kind.PAUSE));

        assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.STOPPED);

        assertThat(mailkeep.wire().fetched()).hasSizeLessThanOrEqualTo(8);
    }
}
