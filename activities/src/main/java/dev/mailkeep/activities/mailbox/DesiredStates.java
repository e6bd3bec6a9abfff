package dev.mailkeep.activities.mailbox;

import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The desired states of mailboxes, and the versions of the commands that set them. Callers hold the mailbox's lock. */
@Component
public final class DesiredStates {

    private final JdbcClient jdbc;

    DesiredStates(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public void set(UUID mailboxId, Desired desired) {
        jdbc.sql("update mailboxes set desired_state = :desired, last_activity_at = now() where id = :id")
                .param("desired", desired.name())
                .param("id", mailboxId)
                .update();
    }

    /** Raises the generation, so that attempts that began earlier can't write any more. */
    public void raiseGeneration(UUID mailboxId) {
        jdbc.sql("update mailboxes set generation = generation + 1 where id = :id")
                .param("id", mailboxId)
                .update();
    }

    /** Gives a command its version. Until the workflow has confirmed it, the reconciler delivers the command again. */
    public long nextCommandVersion(UUID mailboxId) {
        return jdbc.sql("""
                        update mailboxes set command_version = command_version + 1, left_alone_until = null
                        where id = :id
                        returning command_version
                        """).param("id", mailboxId).query(Long.class).single();
    }

    /** The workflow has received the command with this version, and so all before it. */
    public void delivered(UUID mailboxId, long version) {
        jdbc.sql("update mailboxes set delivered_version = greatest(delivered_version, :version) where id = :id")
                .param("version", version)
                .param("id", mailboxId)
                .update();
    }
}
