package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.keepNewMail;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.SimulatedAccount;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is left of people who delete their account. */
class AccountDeletionTest {

    private static final String ADA = "ada.deletion@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private static SimulatedAccount account;

    private final Browser ada = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        account = mailkeep.addAccount(ADA);
    }

    @Test
    void deletesThePersonWithEverythingAndGivesTheGrantBack() {
        String mailbox = ada.connect(ADA);
        ada.chooseSenders(mailbox, Correspondence.CHOSEN);

        ada.delete("/api/account").expect(204);

        ada.get("/api/mailboxes").expect(401);
        assertThat(TableCounts.of(mailkeep.jdbc()))
                .containsEntry("users", 0)
                .containsEntry("mailboxes", 0)
                .containsEntry("oauth_tokens", 0)
                .containsEntry("email_messages", 0);
        eventually(() -> {
            mailkeep.reconcile();
            assertThat(account.refreshTokens()).isZero();
        });
    }

    @Test
    void aDeletedAccountLeavesOneEntryThatNamesNobody() {
        String mailbox = ada.connect(ADA);
        keepNewMail(ada, mailkeep.jdbc(), account, mailbox);
        String person = ada.get("/api/session").json().path("user").path("id").asString();
        String sub = account.sub();

        ada.delete("/api/account").expect(204);
        eventually(() -> {
            mailkeep.reconcile();
            mailkeep.jdbc()
                    .sql("update quota_spent set written_at = now() - interval '1 hour'")
                    .update();
            assertThat(everyRow())
                    .noneMatch(row ->
                            row.contains(sub) || row.contains(ADA) || row.contains(person) || row.contains(mailbox));
        });

        assertThat(mailkeep.jdbc()
                        .sql("select count(*) from audit_log where event = 'account-deleted' and user_id is null")
                        .query(Integer.class)
                        .single())
                .isPositive();
    }

    private static List<String> everyRow() {
        return mailkeep
                .jdbc()
                .sql("select table_name from information_schema.tables where table_schema = 'public'")
                .query(String.class)
                .list()
                .stream()
                .flatMap(
                        table -> mailkeep
                                .jdbc()
                                .sql("select row_to_json(t)::text from " + table + " t")
                                .query(String.class)
                                .list()
                                .stream())
                .toList();
    }
}
