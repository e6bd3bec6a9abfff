package dev.mailkeep.api.hooks;

import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Turns "something changed in the mailbox of this address" into a check of that mailbox. Nothing else in a push is
 * used, least of all its history id, because pushes get lost and arrive in any order.
 */
final class PushedMailboxes {

    private final JdbcClient jdbc;
    private final MailboxWorkflows workflows;
    private final Debouncer debouncer = new Debouncer(Debouncer.Timer.onOneThread());

    PushedMailboxes(JdbcClient jdbc, MailboxWorkflows workflows) {
        this.jdbc = jdbc;
        this.workflows = workflows;
    }

    /** What became of a push. */
    enum Outcome {
        /** A check will run. */
        HINTED,
        /** The mailbox is paused, has no senders, or can't run at present. */
        RESTING,
        /** There is no such mailbox, or no longer. */
        UNKNOWN
    }

    private record Mailbox(Target target, String address, boolean awake) {}

    /**
     * Brings forward the next check of these accounts' mailboxes, of every person who has one.
     *
     * @return one outcome for each address
     */
    List<Outcome> checkSoon(Collection<String> addresses) {
        Set<String> wanted = addresses.stream()
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        List<Mailbox> mailboxes = jdbc.sql("""
                        select id, user_id, lower(email) as address,
                               desired_state = 'RUN' and condition = 'OK'
                                   and exists (select from watched_senders s where s.mailbox_id = m.id) as awake
                        from mailboxes m
                        where lower(email) = any(:addresses)
                        """)
                .param("addresses", wanted.toArray(String[]::new))
                .query((row, n) -> new Mailbox(
                        new Target(row.getObject("id", UUID.class), row.getObject("user_id", UUID.class)),
                        row.getString("address"),
                        row.getBoolean("awake")))
                .list();
        mailboxes.stream()
                .filter(Mailbox::awake)
                .map(Mailbox::target)
                .forEach(target -> debouncer.runAtMostOncePerSecond(target.mailboxId(), () -> workflows.hint(target)));
        return wanted.stream().map(address -> outcome(address, mailboxes)).toList();
    }

    private static Outcome outcome(String address, List<Mailbox> mailboxes) {
        List<Mailbox> named = mailboxes.stream()
                .filter(mailbox -> mailbox.address().equals(address))
                .toList();
        if (named.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        return named.stream().anyMatch(Mailbox::awake) ? Outcome.HINTED : Outcome.RESTING;
    }

    void close() {
        debouncer.close();
    }
}
