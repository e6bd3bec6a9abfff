package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.StartOver;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.activities.sync.attempt.Tally;
import dev.mailkeep.activities.sync.check.Check;
import dev.mailkeep.activities.sync.listing.ListingStep;
import dev.mailkeep.activities.sync.progress.SyncState;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** {@link GmailActivities} on Gmail and PostgreSQL. */
@Component
final class GmailActivitiesImpl implements GmailActivities {

    /** How often a step may start because the senders changed meanwhile; people do not keep changing them. */
    private static final int MAX_STARTS = 5;

    private final ActivityRunner runner;
    private final Check check;
    private final ListingStep listing;
    private final Watches watches;
    private final SyncState state;

    GmailActivitiesImpl(ActivityRunner runner, Check check, ListingStep listing, Watches watches, SyncState state) {
        this.runner = runner;
        this.check = check;
        this.listing = listing;
        this.watches = watches;
        this.state = state;
    }

    @Override
    public Progress findMessages(UUID mailboxId, FindMode mode) {
        for (int attempts = 1; true; attempts++) {
            Optional<Progress> end = runner.run(mailboxId, session -> find(session, mode));
            if (end.isPresent()) {
                return end.get();
            }
            if (attempts == MAX_STARTS) {
                return runner.guard(mailboxId, () -> state.progress(mailboxId, Outcome.STOPPED, 0, 0));
            }
        }
    }

    @Override
    public void renewWatch(UUID mailboxId) {
        runner.run(mailboxId, session -> {
            watches.renew(session);
            return true;
        });
    }

    /** Empty when the senders changed meanwhile, so that the step must start over. */
    private Optional<Progress> find(GmailSession session, FindMode mode) {
        UUID mailboxId = session.row().id();
        if (!GmailSession.maySync(session.row())) {
            return Optional.of(state.progress(mailboxId, Outcome.STOPPED, 0, 0));
        }
        var queued = new Tally();
        try {
            if (mode == FindMode.CHECK) {
                check.run(session, queued);
            } else {
                listing.runBatch(session, queued);
            }
            return Optional.of(state.progress(mailboxId, Outcome.DONE, queued.total(), 0));
        } catch (GoogleFailure.Throttled throttled) {
            state.throttled(session.row(), throttled);
            return Optional.of(state.progress(mailboxId, Outcome.THROTTLED, queued.total(), 0));
        } catch (Stopped stopped) {
            return Optional.of(state.progress(mailboxId, Outcome.STOPPED, queued.total(), 0));
        } catch (StartOver changed) {
            return Optional.empty();
        }
    }
}
