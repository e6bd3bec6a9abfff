package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mailkeep.activities.MailCases;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.Mail;
import dev.mailkeep.simulator.Quirks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MailCasesTest {

    /** Every sender that stands in the cases, as a person types them. */
    private static final String[] SENDERS = {BOSS, "a..b@docomo.example", "boss@bücher.example", "boss@straße.example"};

    @Test
    void everyMessageOfTheCasesIsStoredWhenImportedAndWhenItArrives() {
        var cases = MailCases.open();
        try (var mailkeep = MailboxFixture.of(Quirks.kind().withLooseFrom(true))) {
            var ids = new ArrayList<String>();
            for (Instant received : new Instant[] {Instant.now().minus(Duration.ofDays(9)), Instant.now()}) {
                for (String name : cases.names(".eml")) {
                    ids.add(mailkeep.account.deliver(Mail.ofRaw(cases.bytes(name), received)));
                }
                mailkeep.watch(SENDERS);
                mailkeep.settle();
            }

            assertThat(mailkeep.storedIds()).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(mailkeep.count(
                            "email_messages where from_header like '%corp.example>' and sender_key <> '" + BOSS + "'"))
                    .isZero();
            assertThat(mailkeep.count("quarantined_messages")).isZero();
        }
    }

    @Test
    void anOddNumberOfQuotesIsAnAnomalyAndWellFormedHeadersAreNone() {
        var cases = MailCases.open();
        try (var mailkeep = MailboxFixture.of(Quirks.kind().withLooseFrom(true))) {
            mailkeep.watch(SENDERS);
            mailkeep.settle();
            for (String name : cases.names(".eml")) {
                String id = mailkeep.account.deliver(Mail.ofRaw(cases.bytes(name), Instant.now()));
                mailkeep.settle();

                assertThat(mailkeep.count("email_messages where from_anomaly and message_id = '" + id + "'"))
                        .as(name)
                        .isEqualTo(name.contains("odd-quotes") ? 1 : 0);
            }
        }
    }

    @Test
    void anAnswerThatOnceCameWithoutHeadersIsAskedForAgainAndThenStored() {
        var cases = MailCases.open();
        String empty = JsonParser.parseString(cases.json("get-without-headers-once.json"))
                .getAsJsonObject()
                .get("step1_messages.get_answers_once")
                .toString();
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.deliver(BOSS);
            mailkeep.wire.rewriteOnce(
                    exchange -> exchange.isGetOf(id), answer -> answer.answering(200, empty.replace("19a0", id)));

            mailkeep.settle();

            assertThat(mailkeep.storedIds()).containsExactly(id);
            assertThat(mailkeep.count("settled_messages")).isZero();
        }
    }
}
