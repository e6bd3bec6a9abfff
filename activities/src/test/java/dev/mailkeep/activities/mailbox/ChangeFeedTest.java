package dev.mailkeep.activities.mailbox;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.mailbox.ChangeFeed.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.transaction.support.TransactionOperations;

class ChangeFeedTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aChangeIsAnnouncedToOtherProcessesWithIdsAndItsKind() throws SQLException {
        try (Connection listening = listen()) {
            mailkeep.watch(BOSS);
            mailkeep.stored(BOSS);

            String mine = mailkeep.userId() + " " + mailkeep.mailboxId() + " ";
            assertThat(received(listening)).containsExactlyInAnyOrder(mine + "MAILBOX", mine + "MESSAGE");
        }
    }

    @Test
    void aRolledBackChangeIsNotAnnounced() throws SQLException {
        try (Connection listening = listen()) {
            mailkeep.bean(TransactionOperations.class).executeWithoutResult(status -> {
                mailkeep.bean(ChangeFeed.class).announce(mailkeep.userId(), mailkeep.mailboxId(), Kind.MESSAGE);
                status.setRollbackOnly();
            });
            mailkeep.bean(ChangeFeed.class).announce(mailkeep.userId(), mailkeep.mailboxId(), Kind.NOTIFICATION);

            assertThat(received(listening))
                    .containsExactly(mailkeep.userId() + " " + mailkeep.mailboxId() + " NOTIFICATION");
        }
    }

    private Connection listen() throws SQLException {
        Connection connection = mailkeep.dataSource().getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + ChangeFeed.CHANNEL);
        }
        return connection;
    }

    private static Set<String> received(Connection listening) throws SQLException {
        var received = new HashSet<String>();
        PGNotification[] some = listening.unwrap(PGConnection.class).getNotifications(5_000);
        while (some != null && some.length > 0) {
            for (PGNotification one : some) {
                received.add(one.getParameter());
            }
            some = listening.unwrap(PGConnection.class).getNotifications(200);
        }
        return received;
    }
}
