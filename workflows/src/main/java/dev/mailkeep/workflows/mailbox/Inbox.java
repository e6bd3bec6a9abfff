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

/** What has been asked of the mailbox. Handlers only put in; the workflow's main method takes out and acts. */
final class Inbox {

    private final UUID mailboxId;
    private final MailboxActivities row;
    private final Deque<Command> commands;
    private @Nullable Orders orders;
    private boolean lookNow;
    private long questions;
    private long answers;

    Inbox(UUID mailboxId, MailboxActivities row, List<Command> commands, boolean lookNow) {
        this.mailboxId = mailboxId;
        this.row = row;
        this.commands = new ArrayDeque<>(commands);
        this.lookNow = lookNow;
    }

    void add(Command command) {
        commands.add(command);
    }

    void look() {
        lookNow = true;
    }

    void lookDone() {
        lookNow = false;
    }

    boolean wantsLook() {
        return lookNow;
    }

    /** Whatever the row was known to say may have changed. */
    void readOrdersAgain() {
        orders = null;
    }

    boolean hasCommands() {
        return !commands.isEmpty();
    }

    boolean hasNews() {
        return orders == null || hasCommands();
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    /** For update handlers: waits until the main method has taken note of everything asked so far. */
    void awaitAnswer() {
        long question = ++questions;
        Workflow.await(() -> answers >= question);
    }

    /** Writes waiting commands to the row and says what the row wants; no call where nothing changed. */
    Orders takeOrders() {
        long asked = questions;
        takeCommands();
        Orders known = orders;
        if (known == null) {
            known = row.readOrders(mailboxId);
            orders = known;
        }
        answers = asked;
        return known;
    }

    void takeCommands() {
        while (hasCommands()) {
            // Removed only when it is in the row: a run that ends in between hands it on to the next.
            Orders now = row.takeCommand(mailboxId, commands.element());
            Command taken = commands.remove();
            lookNow |= taken.kind() == Kind.RESUME || taken.kind() == Kind.RESYNC;
            orders = now;
        }
    }

    /** Ends a run: nothing new is written from here on, and no handler is left waiting. */
    void close() {
        takeCommands();
        answers = Long.MAX_VALUE;
        Workflow.await(Workflow::isEveryHandlerFinished);
    }
}
