package dev.mailkeep.activities.mailbox;

import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What a mailbox's row tells about its workflow without asking Temporal: what the workflow last read of the row, and
 * when it was last active. A finished check is a sign of life by what it writes; the other signs are written when the
 * workflow reads its desired state.
 */
@Component
public final class SignsOfLife {

    /** What a workflow would read from the row now; the same text as {@link #asRead} gives. */
    private static final String DESIRED_STATE = """
            m.desired_state || ' ' || m.condition || ' '
                || exists (select from watched_senders s where s.mailbox_id = m.id)
            """;

    /**
     * By when a healthy workflow has written something: shortly after a check was due; or, when none is due soon, a
     * quarter of an hour after the hour for which an idle workflow trusts the row.
     */
    private static final String HEARD_OF_BY = """
            case
                when greatest(m.read_at, m.last_synced_at) is null
                    then m.connected_at + interval '1 minute'
                when m.desired_state = 'DISCONNECT'
                    then greatest(m.read_at, m.last_synced_at) + interval '10 minutes'
                when m.desired_state = 'RUN' and m.condition = 'OK' and m.failure_type is null and m.throttled_until is null
                     and m.next_check_at is not null
                     and exists (select from watched_senders s where s.mailbox_id = m.id)
                    then least(greatest(m.read_at, m.last_synced_at, m.next_check_at) + interval '5 minutes',
                               greatest(m.read_at, m.last_synced_at) + interval '75 minutes')
                else greatest(m.read_at, m.last_synced_at) + interval '75 minutes'
            end
            """;

    private final JdbcClient jdbc;

    SignsOfLife(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A mailbox whose workflow has to be told something, or started.
     *
     * @param undelivered the version of a command that the workflow has not confirmed; null when there is no such
     *     command
     * @param differs whether the workflow last read something else than the row says now
     */
    public record Silent(
            UUID mailboxId,
            UUID userId,
            Desired desired,
            @Nullable Long undelivered,
            boolean differs) {}

    /** Notes that the workflow reads this row's desired state now. */
    public void read(MailboxRow row) {
        jdbc.sql("update mailboxes set read_state = :state, read_at = now() where id = :id")
                .param("state", asRead(row))
                .param("id", row.id())
                .update();
    }

    private static String asRead(MailboxRow row) {
        return row.desired() + " " + row.condition() + " " + !row.senders().isEmpty();
    }

    /**
     * Mailboxes whose workflow missed something or has been silent for too long, in the order of their ids; without
     * those that are left alone for now.
     *
     * @param after the last id of the page before; null for the first page
     * @param all whether every mailbox counts as silent
     */
    public List<Silent> page(@Nullable UUID after, int limit, boolean all) {
        return jdbc.sql("""
                        select m.id, m.user_id, m.desired_state,
                               case when m.delivered_version < m.command_version then m.command_version end as undelivered,
                               m.read_state <> %1$s as differs
                        from mailboxes m
                        where (cast(:after as uuid) is null or m.id > cast(:after as uuid))
                          and (:all
                               or (m.left_alone_until is null or m.left_alone_until < now())
                                  and (m.delivered_version < m.command_version
                                       or m.read_state <> %1$s
                                       or %2$s < now()))
                        order by m.id
                        limit :limit
                        """.formatted(DESIRED_STATE, HEARD_OF_BY))
                .param("after", after, Types.OTHER)
                .param("all", all)
                .param("limit", limit)
                .query((row, n) -> silent(row))
                .list();
    }

    /**
     * A person asks for a check, so the next one is due now. If no check is made within five minutes, the mailbox counts
     * as silent and the reconciler asks its workflow for one. A check that is made sets the time of the next. A mailbox
     * that is not checked at present is marked like one whose workflow read something else: that workflow reads the row
     * when it is asked for a check, which takes the mark away.
     */
    public void checkWanted(UUID mailboxId) {
        jdbc.sql("""
                        update mailboxes
                        set left_alone_until = null,
                            next_check_at = case when next_check_at is not null then least(next_check_at, now()) end,
                            read_state = case when next_check_at is null then '' else read_state end
                        where id = :id
                        """).param("id", mailboxId).update();
    }

    /**
     * The workflow could not be told something that the row may not say. Marks the workflow as one that read something
     * else, so that the reconciler makes it read the row and check, with its next run.
     */
    public void notTold(UUID mailboxId) {
        jdbc.sql("update mailboxes set read_state = '', left_alone_until = null where id = :id")
                .param("id", mailboxId)
                .update();
    }

    private static Silent silent(ResultSet row) throws SQLException {
        return new Silent(
                row.getObject("id", UUID.class),
                row.getObject("user_id", UUID.class),
                Desired.valueOf(row.getString("desired_state")),
                row.getObject("undelivered", Long.class),
                row.getBoolean("differs"));
    }

    /**
     * The workflow has been told, or started. The reconciler leaves it alone for this long, unless a command is
     * written.
     */
    public void told(UUID mailboxId, Duration leaveAlone) {
        jdbc.sql("update mailboxes set left_alone_until = now() + make_interval(secs => :seconds) where id = :id")
                .param("seconds", leaveAlone.toSeconds())
                .param("id", mailboxId)
                .update();
    }
}
