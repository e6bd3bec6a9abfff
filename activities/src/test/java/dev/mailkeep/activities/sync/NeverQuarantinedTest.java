package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What fails for all messages is no message's own fault. */
class NeverQuarantinedTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void anOutageOfAllMessagesNeverCounts() {
        var ids = new ArrayList<String>();
        ids.add(mailkeep.deliver(BOSS));
        mailkeep.watch(BOSS);
        mailkeep.settle();
        for (int i = 0; i < 30; i++) {
            ids.add(mailkeep.deliver(BOSS));
        }
        mailkeep.check();
        for (int status : new int[] {500, 502, 503, 504}) {
            mailkeep.google()
                    .faults()
                    .inject(Fault.backendError(status).on("get").times(-1));
            assertThat(mailkeep.store().ready()).isFalse();
            assertThat(mailkeep.count("search_failures where part = 'STORE' and failure_type = 'GoogleUnavailable'"))
                    .isEqualTo(1);
            mailkeep.google().faults().clear();
        }

        assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void anOutageThatBeginsInMidBatchCountsAgainstNoMessage() {
        mailkeep.queueLive(60);
        var gets = new AtomicInteger();
        mailkeep.wire()
                .rewrite(
                        Exchange::isGet,
                        answer -> gets.getAndIncrement() < 20 ? answer : answer.failing(503, "backendError"));

        assertThat(mailkeep.store().stored()).isEqualTo(20);

        assertThat(mailkeep.count("search_failures where part = 'STORE'")).isEqualTo(1);
        assertThat(mailkeep.storedIds()).hasSize(20);
        assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
    }

    @Test
    void throttlingNeverCounts() {
        mailkeep.queueLive(10);
        mailkeep.google()
                .faults()
                .inject(Fault.rateLimited(Instant.now().plusSeconds(600))
                        .on("get")
                        .times(-1));

        for (int i = 0; i < 4; i++) {
            assertThat(mailkeep.store().outcome()).isEqualTo(Outcome.THROTTLED);
        }

        assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
        mailkeep.google().faults().clear();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).hasSize(10);
    }

    @Test
    void aFailureOfTheTokenNeverCounts() {
        mailkeep.queueLive(20);
        int[] gets = {0};
        mailkeep.wire().rewrite(Exchange::isGet, answer -> {
            if (gets[0]++ == 5) {
                mailkeep.google()
                        .faults()
                        .inject(Fault.backendError(503).on("token").times(-1));
                mailkeep.account().expireAccessTokens();
            }
            return answer;
        });

        assertThat(Failures.of(mailkeep::store).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);

        assertThat(mailkeep.count("message_queue where attempts > 0")).isZero();
        mailkeep.google().faults().clear();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).hasSize(20);
    }
}
