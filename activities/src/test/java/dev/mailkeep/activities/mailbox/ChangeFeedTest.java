package dev.mailkeep.activities.mailbox;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.mailbox.ChangeFeed.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.transaction.support.TransactionOperations;

class ChangeFeedTest {

    @Test
    void whatChangesIsHeardByOthersInIdsAndAWord() throws SQLException {
        try (var mailkeep = MailboxFixture.kind();
                Connection listening = listen(mailkeep)) {
            mailkeep.watch(BOSS);
            mailkeep.stored(BOSS);

            String mine = mailkeep.userId + " " + mailkeep.mailboxId + " ";
            assertThat(heard(listening)).containsExactlyInAnyOrder(mine + "MAILBOX", mine + "MESSAGE");
        }
    }

    @Test
    void whatIsRolledBackIsNotHeard() throws SQLException {
        try (var mailkeep = MailboxFixture.kind();
                Connection listening = listen(mailkeep)) {
            mailkeep.bean(TransactionOperations.class).executeWithoutResult(status -> {
                mailkeep.bean(ChangeFeed.class).announce(mailkeep.userId, mailkeep.mailboxId, Kind.MESSAGE);
                status.setRollbackOnly();
            });
            mailkeep.bean(ChangeFeed.class).announce(mailkeep.userId, mailkeep.mailboxId, Kind.NOTIFICATION);

            assertThat(heard(listening)).containsExactly(mailkeep.userId + " " + mailkeep.mailboxId + " NOTIFICATION");
        }
    }

    private static Connection listen(MailboxFixture mailkeep) throws SQLException {
        Connection connection = mailkeep.dataSource.getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + ChangeFeed.CHANNEL);
        }
        return connection;
    }

    private static Set<String> heard(Connection listening) throws SQLException {
        var heard = new HashSet<String>();
        PGNotification[] some = listening.unwrap(PGConnection.class).getNotifications(5_000);
        while (some != null && some.length > 0) {
            for (PGNotification one : some) {
                heard.add(one.getParameter());
            }
            some = listening.unwrap(PGConnection.class).getNotifications(200);
        }
        return heard;
    }
}
