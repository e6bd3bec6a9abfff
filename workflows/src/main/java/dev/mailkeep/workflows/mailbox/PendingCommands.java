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
 * What has been asked of the mailbox. Handlers only put in; the workflow's main method takes out and acts.
 *
 * <p>Commands and changes of the row are numbered, so that what arrives while an earlier one is being written or read is
 * neither lost nor answered too early.
 */
final class PendingCommands {

    private final UUID mailboxId;
    private final MailboxActivities row;
    private final Deque<Command> commands;
    private @Nullable DesiredState orders;
    private boolean checkNow;
    private boolean checkRequested;
    private boolean restsReadTheRow;
    private boolean toldToDisconnect;
    private boolean rowSeen = Workflow.getInfo().getContinuedExecutionRunId().isPresent();
    private long commandsAdded;
    private long commandsWritten;
    private long changesHeardOf = 1;
    private long changesRead;

    PendingCommands(UUID mailboxId, MailboxActivities row, List<Command> commands, boolean checkNow) {
        this.mailboxId = mailboxId;
        this.row = row;
        this.commands = new ArrayDeque<>(commands);
        this.commandsAdded = commands.size();
        this.checkNow = checkNow;
        this.checkRequested = checkNow;
    }

    /** Whoever asks for a look of a mailbox that is known to rest makes the row be read first, from here on. */
    void restsReadTheRow() {
        restsReadTheRow = true;
    }

    /**
     * Puts a command in; the same command twice in a row is one.
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

    /** Somebody asks for a look. The step itself would notice that the row no longer wants it; a rest would not. */
    void requestCheck() {
        checkNow = true;
        checkRequested = true;
        if (restsReadTheRow && orders != null && !orders.allowsSync()) {
            rowMayHaveChanged();
        }
    }

    /** A look that was begun came to nothing: it is still to be made, when its time comes. */
    void checkFailed() {
        checkNow = true;
    }

    void checkStarts() {
        checkNow = false;
        checkRequested = false;
    }

    /** Whether somebody has asked for a look since the last one began. */
    boolean isCheckRequested() {
        return checkRequested;
    }

    boolean wantsCheck() {
        return checkNow;
    }

    /**
     * Whatever the row was known to say may have changed.
     *
     * @return the change's number, for {@link #awaitRead}
     */
    long rowMayHaveChanged() {
        return ++changesHeardOf;
    }

    /** Whether {@link #writePendingAndRead} has something to write or to read. */
    boolean hasNews() {
        return hasCommands() || changesRead < changesHeardOf;
    }

    private boolean hasCommands() {
        return !commands.isEmpty();
    }

    /** What has not been written to the row yet. */
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

    /** Writes waiting commands to the row and says what the row wants; no call where there is no news. */
    DesiredState writePendingAndRead() {
        while (hasCommands()) {
            Command command = commands.remove();
            long upTo = changesHeardOf;
            orders = ActivityStubs.retryForever(() -> row.writeCommand(mailboxId, command));
            changesRead = upTo;
            commandsWritten++;
            toldToDisconnect |= command.kind() == Kind.DISCONNECT;
            if (command.kind() == Kind.RESUME || command.kind() == Kind.RESYNC) {
                checkNow = true;
                checkRequested = true;
            }
        }
        DesiredState known = orders;
        if (known == null || changesRead < changesHeardOf) {
            long upTo = changesHeardOf;
            known = ActivityStubs.retryForever(() -> row.readDesiredState(mailboxId));
            orders = known;
            changesRead = upTo;
        }
        rowSeen |= known.desired() != Desired.GONE;
        return known;
    }

    /** Whether a row that is gone is what somebody asked for, or was never seen by this run. */
    boolean expectsNoRow() {
        return toldToDisconnect || !rowSeen;
    }

    /** Whether what was begun under these orders is something that the row may not want any more. */
    boolean supersedes(DesiredState begunUnder) {
        return hasNews() || !begunUnder.equals(orders);
    }

    /** Answers every update under way, as none outlives its run. */
    void answerAll() {
        while (!Workflow.isEveryHandlerFinished()) {
            writePendingAndRead();
            Workflow.await(() -> hasNews() || Workflow.isEveryHandlerFinished());
        }
    }

    /** The mailbox ends: there is no row to write to or to read, and every update is answered at once. */
    void close() {
        commandsWritten = Long.MAX_VALUE;
        changesRead = Long.MAX_VALUE;
    }
}
