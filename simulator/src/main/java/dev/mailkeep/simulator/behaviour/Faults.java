package dev.mailkeep.simulator.behaviour;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The injected faults that still apply to calls, in the order of their injection. */
public final class Faults {

    private final List<Fault> waiting = new ArrayList<>();

    Faults() {}

    /** Adds a fault. Each call takes the first fault that applies to it and uses up one of its count. */
    public synchronized void inject(Fault fault) {
        if (fault.count() != 0) {
            waiting.add(fault);
        }
    }

    public synchronized void clear() {
        waiting.clear();
    }

    /** The faults that are not used up. */
    public synchronized List<Fault> waiting() {
        return List.copyOf(waiting);
    }

    synchronized @Nullable Fault take(String method, @Nullable String account) {
        for (int i = 0; i < waiting.size(); i++) {
            Fault fault = waiting.get(i);
            if (fault.hits(method, account)) {
                if (fault.count() == 1) {
                    waiting.remove(i);
                } else if (fault.count() > 1) {
                    waiting.set(i, fault.times(fault.count() - 1));
                }
                return fault;
            }
        }
        return null;
    }
}
