package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.util.UUID;

/** {@link MessageActivities} on Gmail and PostgreSQL. */
final class MessageActivitiesImpl implements MessageActivities {

    private final Steps steps;
    private final Storing storing;
    private final SyncState state;

    MessageActivitiesImpl(Steps steps, Storing storing, SyncState state) {
        this.steps = steps;
        this.storing = storing;
        this.state = state;
    }

    @Override
    public Progress storeMessages(UUID mailboxId) {
        return steps.run(mailboxId, attempt -> {
            if (!Attempt.maySync(attempt.row())) {
                return state.progress(mailboxId, Outcome.STOPPED, 0, 0);
            }
            var tally = new Tally();
            try {
                storing.goOn(attempt, tally);
                return state.progress(mailboxId, Outcome.DONE, 0, tally.total());
            } catch (GoogleFailure.Throttled throttled) {
                state.throttled(attempt.row(), throttled);
                return state.progress(mailboxId, Outcome.THROTTLED, 0, tally.total());
            } catch (Stopped stopped) {
                return state.progress(mailboxId, Outcome.STOPPED, 0, tally.total());
            }
        });
    }
}
