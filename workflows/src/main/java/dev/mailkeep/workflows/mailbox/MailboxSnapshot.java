package dev.mailkeep.workflows.mailbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow knows about its mailbox, for operators and as the answer to updates.
 *
 * @param status what the mailbox is doing
 * @param cause the constant word for why, for a status that has a cause; null otherwise
 * @param lastCheckAt when the last check ended; null before the first
 * @param nextCheckAt when the next check is due; null before the first
 * @param throttledUntil until when Google asked not to be called; null when not throttled
 * @param nextAttempt when a failing sync is tried again; null when it does not fail
 * @param tokenExpiresAt when the access token of the last refresh expires; null when there is none
 * @param failures how many steps have failed in a row
 * @param stored messages stored since the workflow first started
 */
public record MailboxSnapshot(
        MailboxStatus status,
        @Nullable String cause,
        @JsonProperty("lastLookAt") @Nullable Instant lastCheckAt,
        @JsonProperty("nextLookAt") @Nullable Instant nextCheckAt,
        @Nullable Instant throttledUntil,
        @Nullable Instant nextAttempt,
        @Nullable Instant tokenExpiresAt,
        int failures,
        long stored) {

    /** The text that the workflow's page in the Temporal UI shows, in Markdown. */
    String details() {
        var text = new StringBuilder("**").append(status).append("**");
        if (cause != null) {
            text.append(" (").append(cause).append(')');
        }
        text.append("\n\n- stored by this workflow: ").append(stored);
        text.append("\n- last check: ").append(lastCheckAt == null ? "none yet" : lastCheckAt);
        if (throttledUntil != null) {
            text.append("\n- throttled until: ").append(throttledUntil);
        }
        if (failures > 0) {
            text.append("\n- failed steps in a row: ").append(failures);
        }
        if (nextAttempt != null) {
            text.append("\n- next attempt: ").append(nextAttempt);
        }
        return text.toString();
    }
}
