package dev.mailkeep.activities.quota;

import java.util.List;
import java.util.Map;

/** A ledger as the one in PostgreSQL, on virtual time. */
final class SharedLedger implements Ledger {

    private final Map<Integer, Map.Entry<int[], Long>> written;
    private final int process;
    private final VirtualTime time;

    /**
     * @param written what all processes have written, and when
     * @param process the number of this one
     */
    SharedLedger(Map<Integer, Map.Entry<int[], Long>> written, int process, VirtualTime time) {
        this.written = written;
        this.process = process;
        this.time = time;
    }

    @Override
    public List<UsageOfOtherProcess> usageOfOtherProcesses(String account) {
        return written.entrySet().stream()
                .filter(other -> other.getKey() != process)
                .map(other -> new UsageOfOtherProcess(
                        other.getValue().getKey(),
                        time.nanos() - other.getValue().getValue()))
                .toList();
    }

    @Override
    public void write(String account, int[] seconds) {
        written.put(process, Map.entry(seconds, time.nanos()));
    }
}
