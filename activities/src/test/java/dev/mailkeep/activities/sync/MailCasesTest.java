package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mailkeep.activities.fixture.MailCases;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.simulator.account.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MailCasesTest {

    /** Every sender in the cases, as people type them. */
    private static final String[] SENDERS = {BOSS, "a..b@docomo.example", "boss@bücher.example", "boss@straße.example"};

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void everyMessageOfTheCasesIsStoredWhenImportedAndWhenItArrives() {
        var cases = MailCases.open();
        var ids = new ArrayList<String>();
        for (Instant received : new Instant[] {Instant.now().minus(Duration.ofDays(9)), Instant.now()}) {
            for (String name : cases.names(".eml")) {
                ids.add(mailkeep.account().deliver(Mail.ofRaw(cases.bytes(name), received)));
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

    @Test
    void anOddNumberOfQuotesIsAnAnomalyAndAWellFormedHeaderIsNot() {
        var cases = MailCases.open();
        mailkeep.watch(SENDERS);
        mailkeep.settle();
        for (String name : cases.names(".eml")) {
            String id = mailkeep.account().deliver(Mail.ofRaw(cases.bytes(name), Instant.now()));
            mailkeep.settle();

            assertThat(mailkeep.count("email_messages where from_anomaly and message_id = '" + id + "'"))
                    .as(name)
                    .isEqualTo(name.contains("odd-quotes") ? 1 : 0);
        }
    }

    @Test
    void theSendersOfTheCasesBecomeTheAddressesThatTheyMean() {
        var cases = MailCases.open();

        assertThat(senders(cases, "senders-idna2003.json")).containsExactly("boss@xn--strae-oqa.example");
        assertThat(senders(cases, "senders-pasted-invisible.json")).hasSize(3).containsOnly(BOSS);
    }

    private static List<String> senders(MailCases cases, String name) {
        return JsonParser.parseString(cases.json(name)).getAsJsonArray().asList().stream()
                .map(typed -> Sender.parse(typed.getAsString()).value())
                .toList();
    }

    @Test
    void subjectsAndNamesOfTheCasesAreReadable() {
        var cases = MailCases.open();
        mailkeep.watch(BOSS);
        mailkeep.settle();
        mailkeep.account().deliver(Mail.ofRaw(cases.bytes("subject-split-utf8.eml"), Instant.now()));
        mailkeep.account().deliver(Mail.ofRaw(cases.bytes("subject-iso-8859-8-i.eml"), Instant.now()));
        mailkeep.account()
                .deliver(
                        Mail.from("=?iso-8859-8-i?B?4eXx?= <boss@corp.example>").build());

        mailkeep.settle();

        assertThat(mailkeep.count("email_messages where subject = 'Kalėdų rašome'"))
                .isEqualTo(1);
        assertThat(mailkeep.count("email_messages where subject = 'בוס'")).isEqualTo(1);
        assertThat(mailkeep.count("email_messages where sender_name = 'בוס'")).isEqualTo(1);
    }

    @Test
    void aMessageOnceAnsweredWithoutHeadersIsFetchedAgainAndStored() {
        var cases = MailCases.open();
        String empty = JsonParser.parseString(cases.json("get-without-headers-once.json"))
                .getAsJsonObject()
                .get("step1_messages.get_answers_once")
                .toString();
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.wire()
                .rewriteOnce(
                        exchange -> exchange.isGetOf(id), answer -> answer.answering(200, empty.replace("19a0", id)));

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactly(id);
        assertThat(mailkeep.count("dismissed_messages")).isZero();
    }
}
