package dev.mailkeep.simulator.behaviour;

import dev.mailkeep.simulator.http.Reply;
import java.time.Instant;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What every call goes through: latency, injected faults, the call log. */
public final class Gate {

    /**
     * How a call ended.
     *
     * @param units what it cost
     * @param rejected whether the quota or the limit on concurrency refused it
     */
    public record Outcome(Reply reply, int units, boolean rejected) {

        /** A call that costs no units. */
        public static Outcome free(Reply reply) {
            return new Outcome(reply, 0, false);
        }
    }

    private final Behaviour behaviour;

    public Gate(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /**
     * Carries out one call, unless a fault answers it first.
     *
     * @param method its name in faults and in the call log
     * @param account the caller's address; null when it is not known
     */
    public Reply pass(String method, @Nullable String account, Supplier<Outcome> work) throws InterruptedException {
        Instant arrived = behaviour.clock().instant();
        Fault fault = behaviour.faults().take(method, account);
        Thread.sleep(behaviour.latency().toMillis());
        if (fault != null) {
            Thread.sleep(fault.delay().toMillis());
        }
        Outcome outcome = fault != null && fault.kind() == Fault.Kind.RESPOND
                ? Outcome.free(new Reply(fault.status(), fault.headers(), fault.body(), Reply.Damage.NONE))
                : work.get();
        Reply reply = fault == null ? outcome.reply() : damage(outcome.reply(), fault.kind());
        int status = reply.damage() == Reply.Damage.DROPPED ? 0 : reply.status();
        behaviour.calls().add(new CallLog.Call(arrived, method, account, outcome.units(), status), outcome.rejected());
        return reply;
    }

    /**
     * As {@link #pass}, and counts how many calls of the account are under way.
     *
     * @param work is given that number, this call included
     */
    public Reply passCounted(String method, String account, IntFunction<Outcome> work) throws InterruptedException {
        int underWay = behaviour.calls().enter(account);
        try {
            return pass(method, account, () -> work.apply(underWay));
        } finally {
            behaviour.calls().leave(account);
        }
    }

    /** Logs a reply that is never faulted and never slowed down. Returns it. */
    public Reply logged(String method, Reply reply) {
        behaviour.calls().add(new CallLog.Call(behaviour.clock().instant(), method, null, 0, reply.status()), false);
        return reply;
    }

    private static Reply damage(Reply reply, Fault.Kind kind) {
        return switch (kind) {
            case DROP_CONNECTION -> reply.damaged(Reply.Damage.DROPPED);
            case TRUNCATE_BODY -> reply.damaged(Reply.Damage.TRUNCATED);
            case RESPOND, HANG -> reply;
        };
    }
}
