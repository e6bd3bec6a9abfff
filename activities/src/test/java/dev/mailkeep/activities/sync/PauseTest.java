package dev.mailkeep.activities.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.GmailWire.Exchange;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PauseTest {

    @Test
    void aStoreUnderWayNoticesAPauseAndKeepsWhatItHas() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.queue(400);
            mailkeep.google.latency(Duration.ofMillis(100));
            mailkeep.wire.before(Exchange::isGet, () -> mailkeep.command(Kind.PAUSE));

            Progress end = mailkeep.store();

            assertThat(end.outcome()).isEqualTo(Outcome.STOPPED);
            // Four in flight at ten a second each: one second is forty.
            assertThat(mailkeep.wire.fetched()).hasSizeLessThan(150);
            assertThat(mailkeep.storedIds()).hasSameSizeAs(mailkeep.wire.fetched());
            mailkeep.google.latency(Duration.ZERO);
            mailkeep.google.calls().reset();
            assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(mailkeep.check().outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(mailkeep.google.calls().units()).isZero();

            mailkeep.command(Kind.RESUME);
            mailkeep.settle();

            assertThat(mailkeep.storedIds()).hasSize(400);
            assertThat(mailkeep.wire.fetched()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aStoreThatWaitsForGmailNoticesAPauseToo() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.queue(40);
            mailkeep.google.latency(Duration.ofSeconds(2));
            mailkeep.wire.before(Exchange::isGet, () -> mailkeep.command(Kind.PAUSE));

            assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.STOPPED);

            assertThat(mailkeep.wire.fetched()).hasSizeLessThanOrEqualTo(8);
        }
    }
}
