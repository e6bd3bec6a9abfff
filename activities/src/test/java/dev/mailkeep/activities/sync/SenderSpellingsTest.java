package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.fixture.TestDatabase;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mail.SenderCondition;
import dev.mailkeep.activities.sync.listing.SenderQuery;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import java.util.List;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All spellings of an address are one sender, and no other address is. */
class SenderSpellingsTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aDomainIsFoundAndStoredInBothSpellingsWhenImportedAndWhenItArrives() {
        for (int i = 0; i < 2; i++) {
            mailkeep.deliver("boss@bücher.example");
            mailkeep.deliver("Boss <BOSS@xn--bcher-kva.example>");
            mailkeep.deliver("boss@xn--strae-oqa.example");
            mailkeep.deliver("boss@straße.example");
            mailkeep.deliver("boss@strasse.example");
            mailkeep.watch("boss@bücher.example", "@straße.example");
            mailkeep.settle();
        }

        assertThat(mailkeep.mailbox().senders())
                .containsExactly("@xn--strae-oqa.example", "boss@xn--bcher-kva.example");
        assertThat(mailkeep.storedIds()).hasSize(8);
        assertThat(mailkeep.count("email_messages where from_header like '%strasse%'"))
                .isZero();
        assertThat(mailkeep.count("dismissed_messages") + mailkeep.count("quarantined_messages"))
                .isZero();
    }

    @Test
    void googlemailIsGmailInSearchesMatchesFiltersAndPurges() {
        mailkeep.watch(BOSS, "J.Doe@googlemail.com");
        mailkeep.settle();
        String gmail = mailkeep.deliver("j.doe@gmail.com");
        String googlemail = mailkeep.deliver("J.Doe@GoogleMail.com");
        String dotless = mailkeep.deliver("jdoe@gmail.com");
        String boss = mailkeep.deliver(BOSS);
        // Queued as if the search had named it, which Google does not promise.
        mailkeep.wire()
                .rewriteOnce(
                        Exchange::isList,
                        list -> list.answering(
                                200, list.body().replaceFirst("\\[", "[{\"id\": \"" + dotless + "\"},")));
        mailkeep.settle();

        assertThat(mailkeep.storedIds()).containsExactlyInAnyOrder(gmail, googlemail, dotless, boss);
        assertThat(mailkeep.wire().exchanges(Exchange::isList))
                .allMatch(list -> list.query().contains("from:j.doe@gmail.com from:j.doe@googlemail.com"));
        assertThat(chosen("@gmail.com")).isEqualTo(3);
        assertThat(chosen("jd.oe@googlemail.com")).isEqualTo(3);
        assertThat(chosen("doe@gmail.com")).isZero();

        mailkeep.change(Removed.PURGE, BOSS);
        assertThat(mailkeep.storedIds()).containsExactly(boss);
    }

    @Test
    void aSearchHasNoMoreTermsThanAreKnownToBeAccepted() {
        List<String> senders = IntStream.range(0, 25)
                .mapToObj(i -> "x" + i + (i % 2 == 0 ? "@gmail.com" : "@corp.example"))
                .toList();

        List<List<String>> chunks = SenderQuery.chunks(senders);

        assertThat(chunks.stream().flatMap(List::stream)).containsExactlyElementsOf(senders);
        assertThat(chunks)
                .hasSize(2)
                .allMatch(chunk -> SenderQuery.from(chunk, null).split("from:").length <= 21);
    }

    @Test
    void theDatabaseMatchesTheSameAddressesAsTheProgram() {
        for (String key : List.of(
                "j.doe@gmail.com",
                "J.D@googlemail.com",
                "@gmail.com",
                "@googlemail.com",
                "a.b@corp.example",
                "\"a@b\"@gmail.com",
                "x@y@googlemail.com",
                "a.b@mail.gmail.com",
                "nothing",
                "",
                "gmail.com",
                "@")) {
            assertThat(mailkeep.jdbc()
                            .sql("select matching_key(:key)")
                            .param("key", key)
                            .query(String.class)
                            .single())
                    .as(key)
                    .isEqualTo(Sender.keys(List.of(key))[0]);
        }
    }

    @Test
    void sendersOfAnOlderVersionAreWatchedInTheNewSpelling() {
        try (var database = TestDatabase.empty()) {
            Flyway.configure().dataSource(database).target("2").load().migrate();
            var jdbc = JdbcClient.create(database);
            for (String sql : List.of(
                    "insert into users (id, issuer, google_sub, email) values (gen_random_uuid(), 'i', 's', 'e')",
                    "insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds) select gen_random_uuid(), id, 'i', 's', 'e', 300 from users",
                    "insert into watched_senders (mailbox_id, sender) select id, unnest(array['a@googlemail.com', 'b@googlemail.com', 'b@gmail.com', E'bo\\u0308ss@corp.example', '@list.example']) from mailboxes",
                    "insert into listing_runs (id, mailbox_id, purpose) select gen_random_uuid(), id, 'IMPORT' from mailboxes",
                    "insert into listings (id, run_id, mailbox_id, scope, senders, page_token) select gen_random_uuid(), r.id, r.mailbox_id, 'VISIBLE', s, 'token' from listing_runs r, (values (array['@list.example', 'a@googlemail.com']), (array['@list.example'])) as many (s)")) {
                jdbc.sql(sql).update();
            }

            Flyway.configure().dataSource(database).load().migrate();

            assertThat(jdbc.sql("select sender from watched_senders")
                            .query(String.class)
                            .set())
                    .containsExactlyInAnyOrder("a@gmail.com", "b@gmail.com", "böss@corp.example", "@list.example");
            assertThat(jdbc.sql("select array_to_string(senders, ' ') || coalesce(' ' || page_token, '') from listings")
                            .query(String.class)
                            .set())
                    .containsExactlyInAnyOrder("@list.example a@gmail.com", "@list.example token");
        }
    }

    private int chosen(String sender) {
        return mailkeep.jdbc()
                .sql("select count(*) from email_messages where " + SenderCondition.isOneOf("senders"))
                .param("senders", new String[] {Sender.key(sender)})
                .query(Integer.class)
                .single();
    }
}
