package dev.mailkeep.workflows.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the workflow knows of its mailbox, for operators and for the answers to updates.
 *
 * @param status what the mailbox is doing
 * @param cause the constant word behind a status that needs one; null otherwise
 * @param lastLookAt when the last look ended; null before the first
 * @param nextLookAt when the next look is due; null before the first
 * @param throttledUntil when Google wants to hear from the mailbox again; null when not throttled
 * @param nextAttempt when a failing sync is tried again; null when it does not fail
 * @param tokenExpiresAt when the access token of the last refresh expires; null when none was made
 * @param failures failed steps in a row
 * @param stored messages stored since the workflow first started
 */
public record MailboxSnapshot(
        MailboxStatus status,
        @Nullable String cause,
        @Nullable Instant lastLookAt,
        @Nullable Instant nextLookAt,
        @Nullable Instant throttledUntil,
        @Nullable Instant nextAttempt,
        @Nullable Instant tokenExpiresAt,
        int failures,
        long stored) {

    /** For people on the workflow's page in the Temporal UI, in Markdown. */
    String details() {
        var text = new StringBuilder("**").append(status).append("**");
        if (cause != null) {
            text.append(" (").append(cause).append(')');
        }
        text.append("\n\n- stored by this workflow: ").append(stored);
        text.append("\n- last look: ").append(lastLookAt == null ? "none yet" : lastLookAt);
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
