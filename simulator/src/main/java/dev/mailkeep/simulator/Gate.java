package dev.mailkeep.simulator;

import dev.mailkeep.simulator.http.Reply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What every call goes through: latency, injected faults, the log. */
final class Gate {

    /** The call itself. */
    @FunctionalInterface
    interface Work {
        Outcome run();
    }

    /**
     * @param units what it cost
     * @param rejected whether the quota refused it
     */
    record Outcome(Reply reply, int units, boolean rejected) {
        static Outcome free(Reply reply) {
            return new Outcome(reply, 0, false);
        }
    }

    private final Behaviour behaviour;

    Gate(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    Reply pass(String method, @Nullable String account, Work work) throws InterruptedException {
        Instant arrived = behaviour.clock.instant();
        Fault fault = behaviour.faults.take(method, account);
        Thread.sleep(behaviour.latency.toMillis());
        if (fault != null) {
            Thread.sleep(fault.delay().toMillis());
        }
        Outcome outcome = fault != null && fault.kind() == Fault.Kind.RESPOND
                ? Outcome.free(new Reply(fault.status(), fault.headers(), fault.body(), Reply.Damage.NONE))
                : work.run();
        Reply reply = fault == null ? outcome.reply() : damage(outcome.reply(), fault.kind());
        int status = reply.damage() == Reply.Damage.DROPPED ? 0 : reply.status();
        behaviour.calls.add(new CallLog.Call(arrived, method, account, outcome.units(), status), outcome.rejected());
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
