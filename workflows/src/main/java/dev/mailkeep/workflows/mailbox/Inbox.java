package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.MailboxActivities;
import dev.mailkeep.workflows.contract.Orders;
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
final class Inbox {

    private final UUID mailboxId;
    private final MailboxActivities row;
    private final Deque<Command> commands;
    private @Nullable Orders orders;
    private boolean lookNow;
    private long commandsAdded;
    private long commandsTaken;
    private long changesHeardOf = 1;
    private long changesRead;

    Inbox(UUID mailboxId, MailboxActivities row, List<Command> commands, boolean lookNow) {
        this.mailboxId = mailboxId;
        this.row = row;
        this.commands = new ArrayDeque<>(commands);
        this.commandsAdded = commands.size();
        this.lookNow = lookNow;
    }

    /**
     * Puts a command in; the same command twice in a row is one.
     *
     * @return the command's number, for {@link #awaitTaken}
     */
    long add(Command command) {
        if (!command.equals(commands.peekLast())) {
            commands.add(command);
            commandsAdded++;
        }
        return commandsAdded;
    }

    void look() {
        lookNow = true;
    }

    void lookBegins() {
        lookNow = false;
    }

    boolean wantsLook() {
        return lookNow;
    }

    /**
     * Whatever the row was known to say may have changed.
     *
     * @return the change's number, for {@link #awaitRead}
     */
    long readOrdersAgain() {
        return ++changesHeardOf;
    }

    /** Whether {@link #takeOrders} has something to write or to read. */
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
    void awaitTaken(long command) {
        Workflow.await(() -> commandsTaken >= command);
    }

    /** For update handlers: waits until the row has been read after the change. */
    void awaitRead(long change) {
        Workflow.await(() -> changesRead >= change);
    }

    /** Writes waiting commands to the row and says what the row wants; no call where there is no news. */
    Orders takeOrders() {
        while (hasCommands()) {
            Command command = commands.remove();
            long upTo = changesHeardOf;
            orders = ActivityStubs.insist(() -> row.takeCommand(mailboxId, command));
            changesRead = upTo;
            commandsTaken++;
            lookNow |= command.kind() == Kind.RESUME || command.kind() == Kind.RESYNC;
        }
        Orders known = orders;
        if (known == null || changesRead < changesHeardOf) {
            long upTo = changesHeardOf;
            known = ActivityStubs.insist(() -> row.readOrders(mailboxId));
            orders = known;
            changesRead = upTo;
        }
        return known;
    }

    /** Whether what was begun under these orders is something that the row may not want any more. */
    boolean overrules(Orders begunUnder) {
        return hasNews() || !begunUnder.equals(orders);
    }

    /** Answers every update under way, as none outlives its run. */
    void answerAll() {
        while (!Workflow.isEveryHandlerFinished()) {
            takeOrders();
            Workflow.await(() -> hasNews() || Workflow.isEveryHandlerFinished());
        }
    }

    /** The mailbox ends: there is no row to write to or to read, and every update is answered at once. */
    void close() {
        commandsTaken = Long.MAX_VALUE;
        changesRead = Long.MAX_VALUE;
    }
}
