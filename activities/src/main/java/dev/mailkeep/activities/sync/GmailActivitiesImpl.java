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

    /** People do not change senders for ever. */
    private static final int MAX_STARTS = 5;

    private final ActivityRunner steps;
    private final Check look;
    private final ListingStep searching;
    private final Watches watches;
    private final SyncState state;

    GmailActivitiesImpl(ActivityRunner steps, Check look, ListingStep searching, Watches watches, SyncState state) {
        this.steps = steps;
        this.look = look;
        this.searching = searching;
        this.watches = watches;
        this.state = state;
    }

    @Override
    public Progress findMessages(UUID mailboxId, FindMode mode) {
        for (int attempts = 1; true; attempts++) {
            Optional<Progress> end = steps.run(mailboxId, attempt -> find(attempt, mode));
            if (end.isPresent()) {
                return end.get();
            }
            if (attempts == MAX_STARTS) {
                return steps.guard(mailboxId, () -> state.progress(mailboxId, Outcome.STOPPED, 0, 0));
            }
        }
    }

    @Override
    public void renewWatch(UUID mailboxId) {
        steps.run(mailboxId, attempt -> {
            watches.renew(attempt);
            return true;
        });
    }

    /** Empty when the senders changed meanwhile: it must start over. */
    private Optional<Progress> find(GmailSession attempt, FindMode mode) {
        UUID mailboxId = attempt.row().id();
        if (!GmailSession.maySync(attempt.row())) {
            return Optional.of(state.progress(mailboxId, Outcome.STOPPED, 0, 0));
        }
        var queued = new Tally();
        try {
            if (mode == FindMode.CHECK) {
                look.run(attempt, queued);
            } else {
                searching.goOn(attempt, queued);
            }
            return Optional.of(state.progress(mailboxId, Outcome.DONE, queued.total(), 0));
        } catch (GoogleFailure.Throttled throttled) {
            state.throttled(attempt.row(), throttled);
            return Optional.of(state.progress(mailboxId, Outcome.THROTTLED, queued.total(), 0));
        } catch (Stopped stopped) {
            return Optional.of(state.progress(mailboxId, Outcome.STOPPED, queued.total(), 0));
        } catch (StartOver changed) {
            return Optional.empty();
        }
    }
}
