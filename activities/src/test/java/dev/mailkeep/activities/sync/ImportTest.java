package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImportTest {

    @Test
    void bringsEveryMatchingMessageOfAnUnkindMailboxOnceAndNobodyElsesMail() {
        try (var mailkeep = MailboxFixture.unkind()) {
            var expected = new HashSet<String>();
            for (int i = 0; i < 5_000; i++) {
                String from = i % 5 == 0 ? "Boss <BOSS@corp.example>" : "other" + i + "@elsewhere.example";
                String id = mailkeep.account.deliver(Mail.from(from)
                        .subject("Number " + i)
                        .receivedAt(mailkeep.google.clock().instant().minus(Duration.ofHours(10L * i)))
                        .build());
                if (i % 5 == 0) {
                    expected.add(id);
                }
            }
            mailkeep.google.clock().advance(Duration.ofMinutes(5));
            mailkeep.watch(BOSS);

            Progress end = mailkeep.settle();

            assertThat(mailkeep.storedIds()).isEqualTo(expected);
            assertThat(end.importing()).isFalse();
            assertThat(Set.copyOf(mailkeep.wire.fetched())).isEqualTo(expected);
            assertThat(mailkeep.wire.named()).containsAll(expected);
            assertThat(mailkeep.value("import_found")).isEqualTo("1000");
            assertThat(mailkeep.value("import_stored")).isEqualTo("1000");
            // Every id once, and once more those that Gmail did not know at first.
            assertThat(mailkeep.wire.fetched()).hasSizeLessThan(1_300);
        }
    }
}
