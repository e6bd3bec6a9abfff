package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.util.UUID;

/** {@link GmailActivities} on Gmail and PostgreSQL. */
final class GmailActivitiesImpl implements GmailActivities {

    private final Steps steps;
    private final Look look;
    private final Searching searching;
    private final SyncState state;

    GmailActivitiesImpl(Steps steps, Look look, Searching searching, SyncState state) {
        this.steps = steps;
        this.look = look;
        this.searching = searching;
        this.state = state;
    }

    @Override
    public Progress findMessages(UUID mailboxId, FindMode mode) {
        return steps.run(mailboxId, attempt -> {
            if (!Attempt.maySync(attempt.row())) {
                return state.progress(mailboxId, Outcome.STOPPED, 0, 0);
            }
            try {
                int found = mode == FindMode.LOOK ? look.make(attempt) : searching.goOn(attempt);
                return state.progress(mailboxId, Outcome.DONE, found, 0);
            } catch (GoogleFailure.Throttled throttled) {
                state.throttled(attempt.row(), throttled);
                return state.progress(mailboxId, Outcome.THROTTLED, 0, 0);
            } catch (Stopped | StartOver changed) {
                return state.progress(mailboxId, Outcome.STOPPED, 0, 0);
            }
        });
    }
}
