package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.History;
import com.google.api.services.gmail.model.ListHistoryResponse;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HistoryTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google =
            simulators.start(SimulatorSettings.defaults().withQuota(Quota.unlimited()));
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
    private final Gmail gmail = new App(google).gmail("ada@gmail.example");

    private String deliver() {
        return ada.deliver(Mail.from("boss@corp.example").build());
    }

    private ListHistoryResponse page(BigInteger start, @Nullable String token, long size) throws IOException {
        return gmail.users()
                .history()
                .list("me")
                .setStartHistoryId(start)
                .setPageToken(token)
                .setMaxResults(size)
                .execute();
    }

    private List<ListHistoryResponse> drain(BigInteger start, long size) throws IOException {
        List<ListHistoryResponse> pages = new ArrayList<>();
        String token = null;
        do {
            ListHistoryResponse page = page(start, token, size);
            pages.add(page);
            token = page.getNextPageToken();
        } while (token != null);
        return pages;
    }

    private static List<String> added(List<ListHistoryResponse> pages) {
        List<String> ids = new ArrayList<>();
        for (ListHistoryResponse page : pages) {
            if (page.getHistory() != null) {
                for (History record : page.getHistory()) {
                    record.getMessagesAdded()
                            .forEach(one -> ids.add(one.getMessage().getId()));
                }
            }
        }
        return ids;
    }

    @Test
    void reportsEveryKindOfChangeInOrder() throws IOException {
        BigInteger start = ada.historyId();
        String id = deliver();
        ada.addLabels(id, "SPAM", "INBOX");
        ada.removeLabels(id, "SPAM", "STARRED");
        ada.removeLabels(id, "SPAM");
        ada.delete(id);

        ListHistoryResponse page = page(start, null, 100);

        List<History> records = page.getHistory();
        assertThat(records).hasSize(4);
        assertThat(records.get(0).getMessagesAdded().get(0).getMessage().getLabelIds())
                .containsExactlyInAnyOrder("INBOX", "UNREAD");
        assertThat(records.get(1).getLabelsAdded().get(0).getLabelIds()).containsExactly("SPAM");
        assertThat(records.get(2).getLabelsRemoved().get(0).getLabelIds()).containsExactly("SPAM");
        assertThat(records.get(3).getMessagesDeleted().get(0).getMessage().getId())
                .isEqualTo(id);
        assertThat(records).extracting(History::getId).isSorted().doesNotContain(start);
        assertThat(page.getHistoryId())
                .isEqualTo(ada.historyId())
                .isEqualTo(records.get(3).getId());
    }

    @Test
    void skipsNumbersBetweenHistoryIds() {
        BigInteger start = ada.historyId();
        for (int i = 0; i < 20; i++) {
            deliver();
        }
        assertThat(ada.historyId().subtract(start)).isGreaterThan(BigInteger.valueOf(100));
    }

    @Test
    void returnsOnlyTheRequestedTypes() throws IOException {
        BigInteger start = ada.historyId();
        String id = deliver();
        ada.addLabels(id, "TRASH");

        List<History> records = gmail.users()
                .history()
                .list("me")
                .setStartHistoryId(start)
                .setHistoryTypes(List.of("labelAdded", "messageDeleted"))
                .execute()
                .getHistory();

        assertThat(records).hasSize(1);
        assertThat(records.get(0).getLabelsAdded()).hasSize(1);
    }

    @Test
    void pagesEndWithTheChangesOfTheFirstRequest() throws IOException {
        BigInteger start = ada.historyId();
        List<String> delivered = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            delivered.add(deliver());
        }
        List<ListHistoryResponse> pages = drain(start, 10);

        assertThat(pages).hasSize(3);
        assertThat(added(pages)).isEqualTo(delivered);
        assertThat(page(ada.historyId(), null, 10).getHistory()).isNull();
        assertThat(page(ada.historyId().add(BigInteger.TEN), null, 10).getHistory())
                .isNull();
    }

    @Test
    void laterPagesNameANewerIdWithoutItsChangesWhenUnkind() throws IOException {
        BigInteger start = ada.historyId();
        for (int i = 0; i < 3; i++) {
            deliver();
        }
        BigInteger before = ada.historyId();
        for (boolean newer : new boolean[] {false, true}) {
            google.quirks(Quirks.kind().withNewerHistoryIdOnLaterPages(newer));
            ListHistoryResponse first = page(start, null, 2);
            BigInteger current = ada.historyId();
            String late = deliver();
            ListHistoryResponse second = page(start, first.getNextPageToken(), 500);

            assertThat(first.getHistoryId()).isEqualTo(current).isGreaterThanOrEqualTo(before);
            assertThat(second.getHistoryId()).isEqualTo(newer ? ada.historyId() : current);
            assertThat(added(List.of(second))).doesNotContain(late);
            assertThat(added(List.of(page(current, null, 100)))).containsExactly(late);
        }
    }

    @Test
    void losesNoChangeWhenUnkind() throws IOException {
        google.quirks(Quirks.unkind());
        BigInteger start = ada.historyId();
        assertThat(drain(start, 3)).as("nothing changed: one page").hasSize(1);
        List<String> delivered = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            delivered.add(deliver());
        }

        List<ListHistoryResponse> pages = drain(start, 3);

        assertThat(pages.get(0).getHistory()).as("the first page is empty").isNull();
        assertThat(added(pages)).isEqualTo(delivered);
        assertThat(pages.get(1)
                        .getHistory()
                        .get(0)
                        .getMessagesAdded()
                        .get(0)
                        .getMessage()
                        .getLabelIds())
                .as("ids are bare")
                .isNull();
    }

    @Test
    void historyIdsExceedSignedLongs() throws IOException {
        SimulatedGoogle other = simulators.start(SimulatorSettings.unkind());
        SimulatedAccount grace = other.addAccount("grace@gmail.example", "Grace");
        BigInteger id = new App(other)
                .gmail("grace@gmail.example")
                .users()
                .getProfile("me")
                .execute()
                .getHistoryId();
        assertThat(id).isEqualTo(grace.historyId()).isGreaterThanOrEqualTo(new BigInteger("18000000000000000000"));
    }

    @Test
    void answers404ForAnExpiredHistoryId() throws IOException {
        deliver();
        BigInteger old = ada.historyId();
        ada.expireHistory();

        assertThatThrownBy(() -> page(old, null, 100)).isInstanceOfSatisfying(GoogleJsonResponseException.class, e -> {
            assertThat(e.getStatusCode()).isEqualTo(404);
            assertThat(e.getDetails().getErrors().get(0).getReason()).isEqualTo("notFound");
        });
        BigInteger fresh = gmail.users().getProfile("me").execute().getHistoryId();
        String id = deliver();
        assertThat(added(drain(fresh, 100))).containsExactly(id);
    }

    @Test
    void refusesAMissingStartAndAForeignToken() {
        assertThatThrownBy(() -> gmail.users().history().list("me").execute()).hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> page(ada.historyId(), "junk", 10)).hasMessageContaining("Invalid pageToken");
    }
}
