package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.workflows.contract.Progress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImportTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture(Quirks.unkind());

    @Test
    void bringsEveryMatchingMessageOfAnUnkindMailboxOnceAndNoOtherMail() {
        var expected = new HashSet<String>();
        for (int i = 0; i < 5_000; i++) {
            String from = i % 5 == 0 ? "Boss <BOSS@corp.example>" : "other" + i + "@elsewhere.example";
            String id = mailkeep.account()
                    .deliver(Mail.from(from)
                            .subject("Number " + i)
                            .receivedAt(mailkeep.google().clock().instant().minus(Duration.ofHours(10L * i)))
                            .build());
            if (i % 5 == 0) {
                expected.add(id);
            }
        }
        mailkeep.google().clock().advance(Duration.ofMinutes(5));
        mailkeep.watch(BOSS);

        Progress end = mailkeep.settle();

        assertThat(mailkeep.storedIds()).isEqualTo(expected);
        assertThat(end.importing()).isFalse();
        assertThat(Set.copyOf(mailkeep.wire().fetched())).isEqualTo(expected);
        assertThat(mailkeep.wire().named()).containsAll(expected);
        assertThat(mailkeep.value("import_found")).isEqualTo("1000");
        assertThat(mailkeep.value("import_stored")).isEqualTo("1000");
        // Every id once, and those that Gmail denied at first once more.
        assertThat(mailkeep.wire().fetched()).hasSizeLessThan(1_300);
    }
}
