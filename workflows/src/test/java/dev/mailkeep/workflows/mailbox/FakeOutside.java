package dev.mailkeep.workflows.mailbox;

import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.MailboxActivities;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.NotificationActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import dev.mailkeep.workflows.contract.TokenActivities;
import dev.mailkeep.workflows.contract.TokenExpiry;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The world outside the workflow: one mailbox's row, a Gmail with windows to list and ids to fetch, and a record of every
 * call. Faults and gates are set by the activity's name, with {@code check} and {@code list} for the two modes of
 * {@code findMessages}.
 */
final class FakeOutside
        implements MailboxActivities, GmailActivities, MessageActivities, TokenActivities, NotificationActivities {

    /** A call, and when it arrived in the workflow's time. */
    record Call(String name, Instant at) {}

    /** Keeps every call of an activity waiting until the gate is opened. */
    static final class Gate {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        void awaitEntered() {
            awaitOrFail(entered);
        }

        void open() {
            opened.countDown();
        }

        private static void awaitOrFail(CountDownLatch latch) {
            try {
                if (!latch.await(RunningMailbox.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("the gate was not reached or not opened in time");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private final Supplier<Instant> clock;
    private final List<Call> calls = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<String> reportedFailures = new ArrayList<>();
    private final List<Instant> nextAttempts = new ArrayList<>();
    private final Map<String, Supplier<? extends RuntimeException>> faults = new HashMap<>();
    private final Map<String, Gate> gates = new HashMap<>();
    private final Map<String, Supplier<Progress>> answers = new HashMap<>();
    private final Map<UUID, Integer> checks = new HashMap<>();

    private Desired desired = Desired.RUN;
    private Condition condition = Condition.OK;
    private @Nullable String cause;
    private boolean watching = true;
    private Duration interval = Duration.ofMinutes(5);
    private Duration tokenLife = Duration.ofHours(1);
    private int windows;
    private int queued;
    private int perWindow = 1;
    private @Nullable Instant renewWatchAt;

    FakeOutside(Supplier<Instant> clock) {
        this.clock = clock;
    }

    // What a test arranges.

    synchronized void desire(Desired now) {
        desired = now;
    }

    synchronized void condition(Condition now, @Nullable String why) {
        condition = now;
        cause = why;
    }

    synchronized void watch(boolean senders) {
        watching = senders;
    }

    synchronized void interval(Duration now) {
        interval = now;
    }

    synchronized void tokenLife(Duration now) {
        tokenLife = now;
    }

    /** Push is on, and Gmail has not been asked yet. */
    synchronized void push() {
        renewWatchAt = Instant.EPOCH;
    }

    /** An import of that many windows, with that many messages in each. */
    synchronized void toImport(int listings, int messagesEach) {
        windows = listings;
        perWindow = messagesEach;
    }

    /** Every call of the activity fails like this until {@link #heal}. */
    synchronized void fail(String activity, Supplier<? extends RuntimeException> fault) {
        faults.put(activity, fault);
    }

    synchronized void heal(String activity) {
        faults.remove(activity);
    }

    /** Every call of the activity answers like this until {@link #answerAsUsual}. */
    synchronized void answer(String activity, Supplier<Progress> answer) {
        answers.put(activity, answer);
    }

    synchronized void answerAsUsual(String activity) {
        answers.remove(activity);
    }

    synchronized Gate hold(String activity) {
        var gate = new Gate();
        gates.put(activity, gate);
        return gate;
    }

    /** Google no longer honours the grant. The next call notices and writes it to the row. */
    void revoke() {
        for (String activity : List.of("check", "list", "storeMessages", "refreshToken", "renewWatch")) {
            fail(activity, () -> {
                condition(Condition.NEEDS_RECONNECT, "REVOKED_BY_USER");
                return finalFailure("GrantRevoked");
            });
        }
    }

    void reconnect() {
        List.of("check", "list", "storeMessages", "refreshToken", "renewWatch").forEach(this::heal);
        condition(Condition.OK, null);
    }

    static RuntimeException finalFailure(String type) {
        return ApplicationFailure.newNonRetryableFailure("a constant text", type);
    }

    static RuntimeException passingFailure(String type) {
        return ApplicationFailure.newFailure("a constant text", type);
    }

    synchronized Progress progress(Outcome outcome) {
        boolean open = windows > 0 || queued > 0;
        return new Progress(outcome, 0, 0, open, windows > 0, queued > 0, null, null, null, interval);
    }

    // What a test asks afterwards.

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    List<String> names() {
        return calls().stream().map(Call::name).toList();
    }

    List<Instant> times(String activity) {
        return calls().stream()
                .filter(call -> call.name().equals(activity))
                .map(Call::at)
                .toList();
    }

    int count(String activity) {
        return times(activity).size();
    }

    /** How many checks were made of one of many mailboxes. */
    synchronized int checksOf(UUID mailboxId) {
        return checks.getOrDefault(mailboxId, 0);
    }

    /** Calls that reach Google. */
    int callsToGoogle() {
        return count("check") + count("list") + count("storeMessages") + count("refreshToken") + count("renewWatch");
    }

    synchronized List<Command> commands() {
        return List.copyOf(commands);
    }

    synchronized List<String> reportedFailures() {
        return List.copyOf(reportedFailures);
    }

    synchronized List<Instant> nextAttempts() {
        return List.copyOf(nextAttempts);
    }

    synchronized void forgetCalls() {
        calls.clear();
    }

    // The activities.

    @Override
    public DesiredState writeCommand(UUID mailboxId, Command command) {
        enter("writeCommand");
        synchronized (this) {
            commands.add(command);
            if (desired != Desired.GONE && desired != Desired.DISCONNECT) {
                desired = switch (command.kind()) {
                    case PAUSE -> Desired.PAUSE;
                    case RESUME -> Desired.RUN;
                    case DISCONNECT -> Desired.DISCONNECT;
                    case RESYNC -> desired;
                };
                windows += command.kind() == Command.Kind.RESYNC ? 1 : 0;
            }
            return desiredState();
        }
    }

    @Override
    public DesiredState readDesiredState(UUID mailboxId) {
        // Reads before the gate, because a slow answer may be out of date when it arrives.
        DesiredState read = desiredState();
        enter("readDesiredState");
        return read;
    }

    @Override
    public void reportFailure(UUID mailboxId, String reason, Instant nextAttempt) {
        enter("reportFailure");
        synchronized (this) {
            reportedFailures.add(reason);
            nextAttempts.add(nextAttempt);
        }
    }

    @Override
    public void deleteMailbox(UUID mailboxId) {
        enter("deleteMailbox");
        desire(Desired.GONE);
    }

    @Override
    public TokenExpiry refreshToken(UUID mailboxId) {
        enter("refreshToken");
        synchronized (this) {
            return new TokenExpiry(clock.get().plus(tokenLife));
        }
    }

    @Override
    public void revokeGrant(UUID mailboxId) {
        enter("revokeGrant");
    }

    @Override
    public void notifyOwner(UUID mailboxId) {
        enter("notifyOwner");
    }

    @Override
    public Progress findMessages(UUID mailboxId, FindMode mode) {
        String name = mode == FindMode.CHECK ? "check" : "list";
        enter(name);
        synchronized (this) {
            if (mode == FindMode.CHECK) {
                checks.merge(mailboxId, 1, Integer::sum);
            }
            Supplier<Progress> answer = answers.get(name);
            if (answer != null) {
                return answer.get();
            }
            if (stopped()) {
                return progress(Outcome.STOPPED);
            }
            if (mode == FindMode.LISTING && windows > 0) {
                windows--;
                queued += perWindow;
            }
            return progress(Outcome.DONE);
        }
    }

    @Override
    public void renewWatch(UUID mailboxId) {
        enter("renewWatch");
        synchronized (this) {
            renewWatchAt = clock.get().plus(Duration.ofDays(1));
        }
    }

    @Override
    public Progress storeMessages(UUID mailboxId) {
        enter("storeMessages");
        synchronized (this) {
            Supplier<Progress> answer = answers.get("storeMessages");
            if (answer != null) {
                return answer.get();
            }
            if (stopped()) {
                return progress(Outcome.STOPPED);
            }
            int stored = queued;
            queued = 0;
            return new Progress(Outcome.DONE, 0, stored, windows > 0, windows > 0, false, null, null, null, interval);
        }
    }

    private boolean stopped() {
        return desired != Desired.RUN || condition == Condition.NEEDS_RECONNECT;
    }

    private synchronized DesiredState desiredState() {
        return new DesiredState(desired, condition, cause, watching, renewWatchAt);
    }

    private void enter(String name) {
        Gate gate;
        synchronized (this) {
            calls.add(new Call(name, clock.get()));
            gate = gates.get(name);
        }
        if (gate != null) {
            gate.entered.countDown();
            Gate.awaitOrFail(gate.opened);
            synchronized (this) {
                gates.remove(name, gate);
            }
            // Ends the activity here if it was cancelled while it waited.
            Activity.getExecutionContext().heartbeat(null);
        }
        Supplier<? extends RuntimeException> fault;
        synchronized (this) {
            fault = faults.get(name);
        }
        if (fault != null) {
            throw fault.get();
        }
    }
}
