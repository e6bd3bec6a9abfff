package dev.mailkeep.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The faults that wait for their calls, in the order in which they were injected. */
public final class Faults {

    private final List<Fault> waiting = new ArrayList<>();

    Faults() {}

    /** The first that fits a call hits it; each hit uses one of its count. */
    public synchronized void inject(Fault fault) {
        if (fault.count() != 0) {
            waiting.add(fault);
        }
    }

    public synchronized void clear() {
        waiting.clear();
    }

    /** What still waits. */
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
