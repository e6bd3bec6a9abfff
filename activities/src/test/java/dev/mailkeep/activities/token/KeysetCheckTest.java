package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.fixture.TestDatabase;
import dev.mailkeep.workflows.contract.Command.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

class KeysetCheckTest {

    private final Vault other = new Vault(KeysetFormat.CLEAR.parse(KeysetFormat.CLEAR.generate()));

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void theFirstKeysetOfADatabaseIsTheRightOneFromThenOn() {
        try (var database = TestDatabase.fresh()) {
            var jdbc = JdbcClient.create(database);
            var first = new Vault(KeysetFormat.CLEAR.parse(KeysetFormat.CLEAR.generate()));

            assertThat(new KeysetCheck(jdbc, first).fits()).isTrue();
            assertThat(new KeysetCheck(jdbc, other).fits()).isFalse();
            assertThat(new KeysetCheck(jdbc, first).fits()).isTrue();
        }
    }

    @Test
    void withoutASealedCheckTheStoredTokensIdentifyTheKeyset() {
        Vault right = mailkeep.bean(Vault.class);
        mailkeep.connect(mailkeep.google().addAccount("damaged@gmail.example", "Damaged"));
        mailkeep.jdbc().sql("""
                        update oauth_tokens set refresh_token = '\\xdead'
                        where mailbox_id in (select id from mailboxes where email like 'damaged%')
                        """).update();
        mailkeep.jdbc().sql("delete from keyset_check").update();

        assertThat(new KeysetCheck(mailkeep.jdbc(), other).fits()).isFalse();
        assertThat(mailkeep.count("keyset_check")).isZero();
        assertThat(new KeysetCheck(mailkeep.jdbc(), right).fits()).isTrue();
        assertThat(mailkeep.count("keyset_check")).isEqualTo(1);
        assertThat(new KeysetCheck(mailkeep.jdbc(), other).fits()).isFalse();
    }

    @Test
    void pendingRevocationsIdentifyTheKeysetToo() {
        mailkeep.command(Kind.DISCONNECT);
        mailkeep.row().deleteMailbox(mailkeep.mailboxId());
        mailkeep.jdbc().sql("delete from keyset_check").update();

        assertThat(new KeysetCheck(mailkeep.jdbc(), other).fits()).isFalse();
        assertThat(new KeysetCheck(mailkeep.jdbc(), mailkeep.bean(Vault.class)).fits())
                .isTrue();
    }
}
