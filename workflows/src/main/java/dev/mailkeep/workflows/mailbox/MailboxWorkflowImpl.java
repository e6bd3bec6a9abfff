package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.Progress;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The life of a mailbox: read what the row wants, make one step of it, sleep; until the mailbox is disconnected. */
public final class MailboxWorkflowImpl implements MailboxWorkflow {

    private static final Duration NOTIFY_AGAIN = Duration.ofHours(1);

    /**
     * The change since which an idle mailbox reads its row now and then. Runs that began before it end as they began. The
     * name is in recorded histories and stays.
     */
    private static final String IDLE_READS_ROW = "rests-read-the-row";

    private final ActivityStubs call = new ActivityStubs();
    private final UUID mailboxId;
    private final RunLimit limit;
    private final MailboxState state;
    private final PendingCommands pending;
    private final SyncSteps steps;
    private final Sleeper sleeper;
    private boolean listNext = true;
    private boolean idleReadsRow;

    /** Restores what the previous run knew, before any handler can run. */
    @WorkflowInit
    public MailboxWorkflowImpl(MailboxRun run) {
        mailboxId = run.mailboxId();
        limit = new RunLimit(run.maxHistoryLength());
        state = new MailboxState(run);
        pending = new PendingCommands(mailboxId, call.row, run.commands(), run.checkNow());
        steps = new SyncSteps(mailboxId, call, state, pending);
        sleeper = new Sleeper(pending, limit);
    }

    @Override
    public void run(MailboxRun ignored) {
        idleReadsRow = Workflow.getVersion(IDLE_READS_ROW, Workflow.DEFAULT_VERSION, 1) == 1;
        if (idleReadsRow) {
            pending.readRowWhileIdle();
            sleeper.readRowWhileIdle();
            state.checks().countFromDueTime();
        }
        state.showDetails();
        while (true) {
            DesiredState wanted = pending.writePendingAndRead();
            switch (state.statusUnder(wanted)) {
                case DISCONNECTING -> {
                    new Ending(mailboxId, call, state, pending).end(wanted, idleReadsRow);
                    return;
                }
                case NEEDS_RECONNECT -> awaitReconnect(wanted);
                case PAUSED -> keepGrantAlive(MailboxStatus.PAUSED, wanted);
                case BLOCKED -> awaitUnblocking(wanted);
                case LIVE, IMPORTING, DEGRADED -> {
                    if (wanted.watching()) {
                        step(wanted);
                    } else {
                        keepGrantAlive(MailboxStatus.LIVE, wanted);
                    }
                }
            }
            continueAsNewIfDue();
        }
    }

    /** Makes one step of the sync, new mail first; listing and storing take turns. Sleeps when there is no step to make. */
    private void step(DesiredState wanted) {
        state.working();
        Progress progress = state.progress();
        if (state.mustWait() && !checksInsteadOfWaiting()) {
            sleeper.sleepUntil(state.wakeAt(), wanted, "Wait before the next attempt", this::checksInsteadOfWaiting);
        } else if (progress == null || pending.wantsCheck() || state.checks().isDue()) {
            steps.check(wanted);
        } else if (steps.isWatchDue(wanted)) {
            steps.renewWatch(wanted);
        } else if (progress.listing() && (listNext || !progress.ready())) {
            listNext = false;
            steps.list(wanted);
        } else if (state.isStoreDue()) {
            listNext = true;
            steps.store(wanted);
        } else {
            sleeper.sleepUntil(state.wakeAt(), wanted, "Sleep until the next check", pending::wantsCheck);
        }
    }

    /** A requested check does not wait for the back-off after a failure. It does wait while Google throttles. */
    private boolean checksInsteadOfWaiting() {
        return idleReadsRow && pending.isCheckRequested() && !state.isThrottled();
    }

    /** Gmail is not called until the owner has reconnected. The owner is notified once. */
    private void awaitReconnect(DesiredState wanted) {
        state.needsReconnect(wanted.cause());
        steps.notifyOwner(wanted);
        if (!state.isOwnerNotified()) {
            sleeper.sleepUntil(WorkflowClock.now().plus(NOTIFY_AGAIN), wanted, "Notify the owner again");
        } else if (idleReadsRow) {
            sleeper.sleepUntil(WorkflowClock.now().plus(Sleeper.ROW_TRUSTED_FOR), wanted, "Read the row again");
        } else {
            sleeper.sleepUntilWoken(wanted);
        }
    }

    /** An administrator does not tell Mailkeep about a change of mind: Gmail is tried once a day, or when asked to. */
    private void awaitUnblocking(DesiredState wanted) {
        if (state.status() != MailboxStatus.BLOCKED) {
            pending.checkStarts();
        }
        state.blocked(wanted.cause());
        steps.notifyOwner(wanted);
        if (state.mustWait() && !pending.wantsCheck()) {
            sleeper.sleepUntil(state.wakeAt(), wanted, "Check again whether Gmail is allowed", pending::wantsCheck);
            return;
        }
        state.blockedIsRechecked();
        pending.checkStarts();
        if (wanted.watching()) {
            steps.check(wanted);
            pending.rowMayHaveChanged();
        }
    }

    /** Makes no steps, but uses the grant now and then. */
    private void keepGrantAlive(MailboxStatus status, DesiredState wanted) {
        state.idle(status);
        Instant keepAliveAt = state.grant().keepAliveAt();
        if (keepAliveAt != null && WorkflowClock.isAhead(keepAliveAt)) {
            sleeper.sleepUntil(keepAliveAt, wanted, "Keep the grant alive");
        } else {
            steps.keepGrantAlive(wanted);
        }
    }

    private void continueAsNewIfDue() {
        if (limit.isReached()) {
            pending.answerUpdates();
            Workflow.continueAsNew(
                    state.toNextRun(mailboxId, pending.commands(), pending.wantsCheck(), limit.maxHistoryLength()));
        }
    }

    @Override
    public void pause(@Nullable Long commandVersion) {
        pending.add(Command.of(Kind.PAUSE, commandVersion));
    }

    @Override
    public void resume(@Nullable Long commandVersion) {
        pending.add(Command.of(Kind.RESUME, commandVersion));
    }

    @Override
    public void resync(@Nullable Long commandVersion) {
        pending.add(Command.of(Kind.RESYNC, commandVersion));
    }

    @Override
    public void disconnect(@Nullable Long commandVersion) {
        pending.add(Command.of(Kind.DISCONNECT, commandVersion));
    }

    @Override
    public void accessRevoked(@Nullable String hint) {
        state.grant().forgetToken();
        settingsChanged();
    }

    @Override
    public void checkNow() {
        pending.requestCheck();
    }

    @Override
    public void mailArrived() {
        checkNow();
    }

    @Override
    public void settingsChanged() {
        pending.rowMayHaveChanged();
        pending.requestCheck();
    }

    @Override
    public MailboxSnapshot resyncSince(@Nullable Instant since, @Nullable Long commandVersion) {
        pending.awaitWritten(pending.add(new Command(Kind.RESYNC, commandVersion, since)));
        return state.snapshot();
    }

    @Override
    public MailboxSnapshot sendersChanged() {
        pending.requestCheck();
        pending.awaitRead(pending.rowMayHaveChanged());
        return state.snapshot();
    }

    @Override
    public MailboxSnapshot status() {
        return state.snapshot();
    }
}
