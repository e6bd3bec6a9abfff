package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.behaviour.CallLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What Gmail was asked since the log was reset, as the simulated Google counted it.
 *
 * @param calls by method, in the order in which a person would tell them; none that was not made
 * @param units of quota
 * @param rejected calls that the quota refused
 */
record Spent(Map<String, Long> calls, long units, long rejected) {

    private static final List<String> METHODS = List.of("history", "list", "get", "profile", "token");

    static Spent of(CallLog log) {
        var calls = new LinkedHashMap<String, Long>();
        for (String method : METHODS) {
            if (log.count(method) > 0) {
                calls.put(method, log.count(method));
            }
        }
        return new Spent(calls, log.units(), log.rejected());
    }

    /** "1 history, 1 list". */
    String text() {
        return calls.entrySet().stream()
                .map(call -> String.format("%,d %s", call.getValue(), call.getKey()))
                .collect(Collectors.joining(", "));
    }
}
