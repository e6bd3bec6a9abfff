package dev.mailkeep.simulator;

import static dev.mailkeep.simulator.Refusals.assertGmailRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListMessagesResponse;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code messages.list} names, in which order and pages, and when. */
class MessageListTest {

    private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google =
            simulators.start(SimulatorSettings.defaults().withQuota(Quota.unlimited()));
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");

    private final App app = new App(google);

    private final Gmail gmail = app.gmail("ada@gmail.example");

    private static Mail boss(int minute) {
        return Mail.from("Boss <boss@corp.example>")
                .subject("Number " + minute)
                .receivedAt(DAY.plus(Duration.ofMinutes(minute)))
                .build();
    }

    private ListMessagesResponse page(String q) throws IOException {
        return gmail.users().messages().list("me").setQ(q).execute();
    }

    private List<String> all(String q) throws IOException {
        List<String> ids = new ArrayList<>();
        String token = null;
        do {
            ListMessagesResponse page = gmail.users()
                    .messages()
                    .list("me")
                    .setQ(q)
                    .setMaxResults(10L)
                    .setPageToken(token)
                    .execute();
            if (page.getMessages() != null) {
                page.getMessages().forEach(message -> ids.add(message.getId()));
            }
            token = page.getNextPageToken();
        } while (token != null);
        return ids;
    }

    @Test
    void listsMatchesNewestFirstInPages() throws IOException {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            newestFirst.add(0, ada.deliver(boss(i)));
            ada.deliver(Mail.from("else@x.example").build());
        }

        assertThat(all("from:boss@corp.example")).isEqualTo(newestFirst);
        assertThat(page("from:boss@corp.example").getResultSizeEstimate()).isNotEqualTo(25L);
        assertThat(page("from:nobody@x.example").getMessages()).isNull();
        assertThat(page("from:nobody@x.example").getResultSizeEstimate()).isZero();
    }

    @Test
    void pagesStayTheSameWhileMailArrives() throws IOException {
        for (int i = 0; i < 3; i++) {
            ada.deliver(boss(i));
        }
        ListMessagesResponse first = gmail.users()
                .messages()
                .list("me")
                .setQ("from:boss@corp.example")
                .setMaxResults(2L)
                .execute();
        ada.deliver(boss(99));
        ListMessagesResponse second = gmail.users()
                .messages()
                .list("me")
                .setQ("from:boss@corp.example")
                .setMaxResults(2L)
                .setPageToken(first.getNextPageToken())
                .execute();

        assertThat(second.getMessages()).hasSize(1);
        assertThat(second.getNextPageToken()).isNull();
        assertThat(all("from:boss@corp.example")).hasSize(4);
    }

    @Test
    void refusesForeignPageTokens() throws IOException {
        for (int i = 0; i < 3; i++) {
            ada.deliver(boss(i));
        }
        String token = gmail.users()
                .messages()
                .list("me")
                .setQ("from:boss@corp.example")
                .setMaxResults(1L)
                .execute()
                .getNextPageToken();

        for (String bad : List.of("junk", "!!", token + "A", token.substring(1))) {
            assertGmailRefuses(
                    () -> gmail.users()
                            .messages()
                            .list("me")
                            .setQ("from:boss@corp.example")
                            .setPageToken(bad)
                            .execute(),
                    400,
                    "invalidArgument");
        }
        assertGmailRefuses(
                () -> gmail.users()
                        .messages()
                        .list("me")
                        .setQ("from:else")
                        .setPageToken(token)
                        .execute(),
                400,
                "invalidArgument");
    }

    @Test
    void leavesSpamAndTrashOutUnlessAsked() throws IOException {
        String inbox = ada.deliver(boss(1));
        String spam = ada.deliver(boss(2).withLabels(java.util.Set.of("SPAM")));
        String trash = ada.deliver(boss(3));
        String draft = ada.deliver(boss(4).withLabels(java.util.Set.of("DRAFT")));
        ada.addLabels(trash, "TRASH");

        assertThat(all("from:boss")).containsExactlyInAnyOrder(inbox, draft);
        assertThat(all("from:boss in:spam")).containsExactly(spam);
        assertThat(all("from:boss in:trash")).containsExactly(trash);
        assertThat(all("from:boss in:anywhere")).containsExactlyInAnyOrder(inbox, spam, trash, draft);
        assertThat(gmail.users()
                        .messages()
                        .list("me")
                        .setQ("from:boss")
                        .setIncludeSpamTrash(true)
                        .execute()
                        .getMessages())
                .hasSize(4);
        assertThat(ada.visibleIdsFrom(mail -> mail.from().contains("boss"))).containsExactly(inbox);
        assertThat(ada.idsFrom(mail -> mail.from().contains("boss"))).hasSize(4);
    }

    @Test
    void findsNewMailOnlyAfterTheLag() throws IOException {
        google.quirks(Quirks.kind().withSearchLag(Duration.ofSeconds(30)));
        String id = ada.deliver(boss(1));
        assertThat(all("from:boss")).isEmpty();

        google.clock().advance(Duration.ofSeconds(31));
        assertThat(all("from:boss")).containsExactly(id);

        ada.addLabels(id, "SPAM");
        assertThat(all("from:boss")).as("labels lag as well").containsExactly(id);
        google.clock().advance(Duration.ofSeconds(31));
        assertThat(all("from:boss")).isEmpty();

        ada.removeLabels(id, "SPAM");
        google.clock().advance(Duration.ofSeconds(31));
        ada.delete(id);
        assertThat(all("from:boss")).as("and deletions").containsExactly(id);
        assertGmailRefuses(() -> gmail.users().messages().get("me", id).execute(), 404, "notFound");
    }

    @Test
    void listsLoseNoMessageWhenUnkind() throws IOException {
        List<String> delivered = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            delivered.add(0, ada.deliver(boss(i)));
        }
        google.quirks(Quirks.unkind().withSearchLag(Duration.ZERO));

        List<String> listed = all("from:boss");

        assertThat(page("from:boss").getMessages())
                .as("the first page is empty")
                .isNull();
        assertThat(page("from:boss").getNextPageToken()).isNotNull();
        assertThat(new HashSet<>(listed)).isEqualTo(new HashSet<>(delivered));
        assertThat(listed).as("some are there twice").hasSizeGreaterThan(60);
        assertThat(new ArrayList<>(new java.util.LinkedHashSet<>(listed))).isNotEqualTo(delivered);
    }

    @Test
    void fromMatchesNamesAndSubdomainsWhenLoose() throws IOException {
        String forged =
                ada.deliver(Mail.from("\"boss@corp.example\" <evil@x.example>").build());
        String sub = ada.deliver(Mail.from("news@mail.list.example").build());

        assertThat(all("from:boss@corp.example")).isEmpty();
        assertThat(all("from:@list.example")).isEmpty();
        google.quirks(Quirks.kind().withLooseFrom(true));
        assertThat(all("from:boss@corp.example")).containsExactly(forged);
        assertThat(all("from:@list.example")).containsExactly(sub);
    }

    @Test
    void listsTwoHundredThousandMessagesWithASingleSearch() throws IOException {
        for (int i = 0; i < 200_000; i++) {
            ada.deliver(Mail.from(i % 2 == 0 ? "boss@corp.example" : "user" + i + "@other.example")
                    .receivedAt(DAY.plusSeconds(i))
                    .build());
        }
        int listed = 0;
        int pages = 0;
        String token = null;
        do {
            ListMessagesResponse page = gmail.users()
                    .messages()
                    .list("me")
                    .setQ("from:boss@corp.example")
                    .setMaxResults(500L)
                    .setPageToken(token)
                    .execute();
            listed += page.getMessages().size();
            pages++;
            token = page.getNextPageToken();
        } while (token != null);

        assertThat(listed).isEqualTo(100_000);
        assertThat(pages).isEqualTo(200);
        assertThat(google.searchComparisons())
                .as("only that sender's, and once")
                .isEqualTo(100_000);
    }
}
