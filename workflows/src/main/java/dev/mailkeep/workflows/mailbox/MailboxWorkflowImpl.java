package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.Progress;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The life of a mailbox: read what is to be done, do one step of it, rest; until it is disconnected. */
public final class MailboxWorkflowImpl implements MailboxWorkflow {

    private static final Logger log = Workflow.getLogger(MailboxWorkflowImpl.class);

    private static final Duration TELL_AGAIN = Duration.ofHours(1);
    private static final Duration MAX_RUN_AGE = Duration.ofHours(24);

    /** A signal can be lost, by a reset or an older backup of the database: no rest trusts what it knows for longer. */
    private static final Duration ROW_TRUSTED_FOR = Duration.ofMinutes(55);

    /** The change after which rests read the row; runs that began before it end as they began. */
    private static final String RESTS_READ_THE_ROW = "rests-read-the-row";

    /** How a workflow ends whose mailbox is not in the database, though nobody disconnected it. */
    static final String MAILBOX_MISSING = "MailboxMissing";

    private final ActivityStubs call = new ActivityStubs();
    private final UUID mailboxId;
    private final int maxHistoryLength;
    private final Instant runStartedAt;
    private final MailboxState state;
    private final PendingCommands pending;
    private final SyncSteps steps;
    private boolean searchNext = true;
    private boolean restsReadTheRow;

    /** Restores what the previous run knew before any handler can run. */
    @WorkflowInit
    public MailboxWorkflowImpl(MailboxRun run) {
        mailboxId = run.mailboxId();
        maxHistoryLength = run.maxHistoryLength();
        runStartedAt = MailboxState.now();
        state = new MailboxState(run);
        pending = new PendingCommands(mailboxId, call.row, run.commands(), run.checkNow());
        steps = new SyncSteps(mailboxId, call, state, pending);
    }

    @Override
    public void run(MailboxRun ignored) {
        restsReadTheRow = Workflow.getVersion(RESTS_READ_THE_ROW, Workflow.DEFAULT_VERSION, 1) == 1;
        if (restsReadTheRow) {
            pending.restsReadTheRow();
            state.countFromDueTime();
        }
        state.showDetails();
        while (true) {
            DesiredState now = pending.writePendingAndRead();
            if (now.desired() == Desired.GONE || now.desired() == Desired.DISCONNECT) {
                leave(now);
                return;
            } else if (now.condition() == Condition.NEEDS_RECONNECT) {
                awaitReconnect(now);
            } else if (now.desired() == Desired.PAUSE) {
                restAndKeepTheGrantAlive(MailboxStatus.PAUSED, now);
            } else if (now.condition() == Condition.BLOCKED) {
                awaitUnblocking(now);
            } else if (!now.watching()) {
                restAndKeepTheGrantAlive(MailboxStatus.LIVE, now);
            } else {
                step(now);
            }
            continueAsNewIfDue();
        }
    }

    /** One step of the sync, or a rest when there is none to make: live mail first, then finding, then storing. */
    private void step(DesiredState now) {
        state.working();
        Progress progress = state.progress();
        if (state.mustWait() && !checksInsteadOfWaiting()) {
            sleepUntilNextCheck(now, "Wait before the next attempt", this::checksInsteadOfWaiting);
        } else if (progress == null || pending.wantsCheck() || state.isCheckDue()) {
            steps.check(now);
        } else if (steps.watchIsDue(now)) {
            steps.renewWatch(now);
        } else if (progress.listing() && (searchNext || !progress.ready())) {
            searchNext = false;
            steps.list(now);
        } else if (state.isStoreDue()) {
            searchNext = true;
            steps.store(now);
        } else {
            sleepUntilNextCheck(now, "Until the next look", pending::wantsCheck);
        }
    }

    /** A person who asks for a look does not wait for the next attempt after a failure; for Google's quota they do. */
    private boolean checksInsteadOfWaiting() {
        return restsReadTheRow && pending.isCheckRequested() && !state.isThrottled();
    }

    /** Gmail is left alone until the person has reconnected, which they are told once. */
    private void awaitReconnect(DesiredState now) {
        state.needsReconnect(now.cause());
        steps.notifyOwner(now);
        if (!state.ownerNotified()) {
            rest(now, MailboxState.now().plus(TELL_AGAIN), "Tell the person again");
        } else if (restsReadTheRow) {
            rest(now, MailboxState.now().plus(ROW_TRUSTED_FOR), "Read the row again");
        } else {
            Workflow.await(() -> mustWake(now));
        }
    }

    /** An administrator does not tell us when they change their mind: look once a day, or when asked to. */
    private void awaitUnblocking(DesiredState now) {
        if (state.status() != MailboxStatus.BLOCKED) {
            pending.checkStarts();
        }
        state.blocked(now.cause());
        steps.notifyOwner(now);
        if (state.mustWait() && !pending.wantsCheck()) {
            sleepUntilNextCheck(now, "Check again whether Gmail is allowed", pending::wantsCheck);
            return;
        }
        state.blockedIsChecked();
        pending.checkStarts();
        if (now.watching()) {
            steps.check(now);
            pending.rowMayHaveChanged();
        }
    }

    private void restAndKeepTheGrantAlive(MailboxStatus status, DesiredState now) {
        state.resting(status);
        Instant keepAliveAt = state.grant().keepAliveAt();
        if (keepAliveAt != null && MailboxState.now().isBefore(keepAliveAt)) {
            rest(now, keepAliveAt, "Keep the grant alive");
        } else {
            steps.keepTheGrantAlive(now);
        }
    }

    private void rest(DesiredState now, Instant until, String summary) {
        sleep(Duration.between(MailboxState.now(), until), summary, () -> mustWake(now));
    }

    private void sleepUntilNextCheck(DesiredState now, String summary, Supplier<Boolean> checkWanted) {
        Duration duration = Duration.between(MailboxState.now(), state.wakeAt());
        sleep(duration, summary, () -> mustWake(now) || checkWanted.get());
    }

    /** Whoever sleeps longer than the row is trusted wakes up in between to read it again. */
    private void sleep(Duration duration, String summary, Supplier<Boolean> awake) {
        boolean tooLong = restsReadTheRow && duration.compareTo(ROW_TRUSTED_FOR) >= 0;
        WakeableTimer.sleep(tooLong ? ROW_TRUSTED_FOR : duration, summary, awake);
        if (tooLong && !awake.get()) {
            pending.rowMayHaveChanged();
        }
    }

    /** Whether there is something that no rest under these orders may hold up. */
    private boolean mustWake(DesiredState now) {
        return pending.supersedes(now) || continueAsNewIsDue();
    }

    private void leave(DesiredState now) {
        boolean missing = restsReadTheRow && now.desired() == Desired.GONE && !pending.expectsNoRow();
        state.transitionTo(MailboxStatus.DISCONNECTING, null);
        pending.close();
        if (now.desired() == Desired.DISCONNECT) {
            try {
                call.revocation.revokeGrant(mailboxId);
            } catch (ActivityFailure failure) {
                log.warn("Revoking is left to the background");
            }
            ActivityStubs.retryForever(() -> {
                call.row.deleteMailbox(mailboxId);
                return true;
            });
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
        if (missing) {
            sayThatTheRowIsMissing();
        }
    }

    /** An older backup knows nothing of this mailbox, and its refresh token is lost: only its person can end the grant. */
    private void sayThatTheRowIsMissing() {
        log.warn(
                "Mailbox {} is not in the database and nobody disconnected it, so its workflow ends. If an older backup was"
                        + " restored, its access to Gmail lives on at Google: see docs/running.md, “Backup and restore”",
                mailboxId);
        throw ApplicationFailure.newNonRetryableFailure("The mailbox is not in the database", MAILBOX_MISSING);
    }

    private boolean continueAsNewIsDue() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() >= maxHistoryLength
                || Duration.between(runStartedAt, MailboxState.now()).compareTo(MAX_RUN_AGE) >= 0;
    }

    private void continueAsNewIfDue() {
        if (continueAsNewIsDue()) {
            pending.answerAll();
            Workflow.continueAsNew(
                    state.toNextRun(mailboxId, pending.commands(), pending.wantsCheck(), maxHistoryLength));
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
