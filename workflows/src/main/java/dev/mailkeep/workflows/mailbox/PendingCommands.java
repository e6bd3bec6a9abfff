package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.MailboxActivities;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has been asked of the mailbox and is not handled yet. Handlers only add to it; the workflow's main method writes
 * the commands to the row and acts on what the row says then.
 *
 * <p>Commands and changes of the row are numbered, so that one that arrives while an earlier one is being written or read
 * is neither lost nor answered too early.
 */
final class PendingCommands {

    private final UUID mailboxId;
    private final MailboxActivities row;
    private final Deque<Command> commands;
    private @Nullable DesiredState lastRead;
    private boolean checkNow;
    private boolean checkRequested;
    private boolean readsRowWhileIdle;
    private boolean disconnectCommanded;
    private boolean rowSeen = Workflow.getInfo().getContinuedExecutionRunId().isPresent();
    private long commandsAdded;
    private long commandsWritten;
    private long changesAnnounced = 1;
    private long changesRead;

    PendingCommands(UUID mailboxId, MailboxActivities row, List<Command> commands, boolean checkNow) {
        this.mailboxId = mailboxId;
        this.row = row;
        this.commands = new ArrayDeque<>(commands);
        this.commandsAdded = commands.size();
        this.checkNow = checkNow;
        this.checkRequested = checkNow;
    }

    /** From now on, a check that is requested while the row allows no sync makes the workflow read the row first. */
    void readRowWhileIdle() {
        readsRowWhileIdle = true;
    }

    /**
     * Adds a command. The same command twice in a row counts once.
     *
     * @return the command's number, for {@link #awaitWritten}
     */
    long add(Command command) {
        if (!command.equals(commands.peekLast())) {
            commands.add(command);
            commandsAdded++;
        }
        return commandsAdded;
    }

    /**
     * Asks for a check. A check notices by itself that the row has changed. An idle mailbox makes no check, so it reads the
     * row first: a signal that would have ended the pause may have been lost.
     */
    void requestCheck() {
        checkNow = true;
        checkRequested = true;
        if (readsRowWhileIdle && lastRead != null && !lastRead.allowsSync()) {
            rowMayHaveChanged();
        }
    }

    void checkStarts() {
        checkNow = false;
        checkRequested = false;
    }

    /** The check that started has failed and has to be made again, once the back-off is over. */
    void checkFailed() {
        checkNow = true;
    }

    /** Whether a check has been requested since the last one started. */
    boolean isCheckRequested() {
        return checkRequested;
    }

    /** Whether a check has to be made that is not due by the schedule: it was requested, or the last one failed. */
    boolean wantsCheck() {
        return checkNow;
    }

    /**
     * The row may say something else than what was last read.
     *
     * @return the change's number, for {@link #awaitRead}
     */
    long rowMayHaveChanged() {
        return ++changesAnnounced;
    }

    /** Whether {@link #writePendingAndRead} has something to write or to read. */
    boolean hasNews() {
        return hasCommands() || changesRead < changesAnnounced;
    }

    private boolean hasCommands() {
        return !commands.isEmpty();
    }

    /** The commands that are not written to the row yet. */
    List<Command> commands() {
        return List.copyOf(commands);
    }

    /** For update handlers: waits until the command is in the row. */
    void awaitWritten(long command) {
        Workflow.await(() -> commandsWritten >= command);
    }

    /** For update handlers: waits until the row has been read after the change. */
    void awaitRead(long change) {
        Workflow.await(() -> changesRead >= change);
    }

    /** Writes pending commands to the row and returns what the row says. Calls no activity when there is no news. */
    DesiredState writePendingAndRead() {
        while (hasCommands()) {
            Command command = commands.remove();
            long upTo = changesAnnounced;
            lastRead = ActivityStubs.retryForever(() -> row.writeCommand(mailboxId, command));
            changesRead = upTo;
            commandsWritten++;
            disconnectCommanded |= command.kind() == Kind.DISCONNECT;
            if (command.kind() == Kind.RESUME || command.kind() == Kind.RESYNC) {
                checkNow = true;
                checkRequested = true;
            }
        }
        DesiredState known = lastRead;
        if (known == null || changesRead < changesAnnounced) {
            long upTo = changesAnnounced;
            known = ActivityStubs.retryForever(() -> row.readDesiredState(mailboxId));
            lastRead = known;
            changesRead = upTo;
        }
        rowSeen |= known.desired() != Desired.GONE;
        return known;
    }

    /** Whether a missing row is no surprise: a disconnect was commanded, or no run has seen the row. */
    boolean expectsNoRow() {
        return disconnectCommanded || !rowSeen;
    }

    /** Whether the row may want something else now than when a step was begun. */
    boolean supersedes(DesiredState begunUnder) {
        return hasNews() || !begunUnder.equals(lastRead);
    }

    /** Answers every open update, because an update can't outlive its run. */
    void answerUpdates() {
        while (!Workflow.isEveryHandlerFinished()) {
            writePendingAndRead();
            Workflow.await(() -> hasNews() || Workflow.isEveryHandlerFinished());
        }
    }

    /** The mailbox ends: there is no row to write or to read any more, so every open update is answered at once. */
    void close() {
        commandsWritten = Long.MAX_VALUE;
        changesRead = Long.MAX_VALUE;
    }
}
