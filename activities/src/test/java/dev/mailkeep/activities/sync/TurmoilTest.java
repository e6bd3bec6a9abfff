package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.Turmoil;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever happens, in the end the database says what the mailbox says. */
class TurmoilTest {

    private static final List<String> SENDERS =
            List.of("Boss <" + BOSS + ">", "news@list.example", "someone@elsewhere.example", "boss@sub.corp.example");

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,true", "4,true"})
    void theDatabaseEqualsTheMailboxInTheEnd(long seed, boolean historyExpires) {
        try (var mailkeep = MailboxFixture.unkind()) {
            var turmoil = new Turmoil(mailkeep.google, mailkeep.account, SENDERS, seed);
            turmoil.happen(100);
            mailkeep.google.clock().advance(Duration.ofMinutes(1));
            mailkeep.watch(BOSS, "@list.example");
            for (int round = 0; round < 8; round++) {
                mailkeep.settle();
                turmoil.happen(25);
                if (historyExpires && round == 3) {
                    mailkeep.account.expireHistory();
                }
                if (round % 2 == 0) {
                    mailkeep.google.clock().advance(Duration.ofSeconds(40));
                }
                mailkeep.look();
                turmoil.happen(5);
            }
            mailkeep.settleWithRelistings();
            mailkeep.auditIsDue();
            mailkeep.settle();
            mailkeep.jdbc
                    .sql("update message_queue set missing_since = now() - interval '11 minutes', not_before = now()")
                    .update();
            mailkeep.settle();

            Set<String> visible = mailkeep.account.visibleIdsFrom(mail ->
                    mail.from().contains("<" + BOSS + ">") || mail.from().equals("news@list.example"));
            Set<String> stored = mailkeep.storedIds();
            assertThat(stored).containsAll(visible);
            for (String id : stored) {
                assertThat(mailkeep.deleted(id)).isEqualTo(!mailkeep.account.exists(id));
                if (mailkeep.account.exists(id)) {
                    Set<String> labels = mailkeep.account.labels(id);
                    if (historyExpires) {
                        // A listing tells where a message lies, not whether it was read.
                        assertThat(hiding(mailkeep.labels(id))).as(id).isEqualTo(hiding(labels));
                    } else {
                        assertThat(mailkeep.labels(id)).as(id).isEqualTo(labels);
                    }
                }
            }
            assertThat(mailkeep.count("message_queue")).isZero();
            assertThat(mailkeep.count("undecided_messages")).isZero();
            assertThat(mailkeep.count("quarantined_messages")).isZero();
            assertThat(mailkeep.value("import_found")).isEqualTo(mailkeep.value("import_stored"));
        }
    }

    private static Set<String> hiding(Set<String> labels) {
        return labels.stream().filter(Set.of("SPAM", "TRASH")::contains).collect(Collectors.toSet());
    }
}
