package dev.mailkeep.api;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.CallLog.Call;
import java.util.Set;
import java.util.stream.Stream;

/** How often Gmail was asked for mail. */
final class GmailCalls {

    private static final Set<String> METHODS = Set.of("profile", "history", "list", "get");

    private GmailCalls() {}

    /** For an account. */
    static long of(SimulatedGoogle google, SimulatedAccount account) {
        return calls(google)
                .filter(call -> account.email().equals(call.account()))
                .count();
    }

    /** For an account, or with a dead token, of which Google can't tell whose it was. */
    static long ofOrWithADeadToken(SimulatedGoogle google, SimulatedAccount account) {
        return calls(google)
                .filter(call -> call.account() == null || call.account().equals(account.email()))
                .count();
    }

    private static Stream<Call> calls(SimulatedGoogle google) {
        return google.calls().calls().stream().filter(call -> METHODS.contains(call.method()));
    }
}
