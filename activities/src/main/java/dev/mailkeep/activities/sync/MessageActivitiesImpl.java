package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.activities.sync.attempt.Tally;
import dev.mailkeep.activities.sync.progress.SyncState;
import dev.mailkeep.activities.sync.store.StoreStep;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link MessageActivities} on Gmail and PostgreSQL. */
@Component
final class MessageActivitiesImpl implements MessageActivities {

    private final ActivityRunner runner;
    private final StoreStep store;
    private final SyncState state;

    MessageActivitiesImpl(ActivityRunner runner, StoreStep store, SyncState state) {
        this.runner = runner;
        this.store = store;
        this.state = state;
    }

    @Override
    public Progress storeMessages(UUID mailboxId) {
        return runner.run(mailboxId, session -> {
            if (!GmailSession.maySync(session.row())) {
                return state.progress(mailboxId, Outcome.STOPPED, 0, 0);
            }
            var tally = new Tally();
            try {
                store.runBatch(session, tally);
                return state.progress(mailboxId, Outcome.DONE, 0, tally.total());
            } catch (GoogleFailure.Throttled throttled) {
                state.throttled(session.row(), throttled);
                return state.progress(mailboxId, Outcome.THROTTLED, 0, tally.total());
            } catch (Stopped stopped) {
                return state.progress(mailboxId, Outcome.STOPPED, 0, tally.total());
            }
        });
    }
}
