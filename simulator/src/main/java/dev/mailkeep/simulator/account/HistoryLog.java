package dev.mailkeep.simulator.account;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The changes of a mailbox, in order of historyId. The mailbox's lock guards it. */
final class HistoryLog {

    private final List<HistoryEntry> entries = new ArrayList<>();
    private BigInteger floor;
    private BigInteger current;

    HistoryLog(BigInteger first) {
        floor = first;
        current = first;
    }

    BigInteger current() {
        return current;
    }

    void add(HistoryEntry entry) {
        entries.add(entry);
        current = entry.historyId();
    }

    void expire(BigInteger historyId) {
        floor = historyId;
        current = historyId;
    }

    /** Whether the changes since that historyId are still known. */
    boolean reaches(BigInteger historyId) {
        return historyId.compareTo(floor) >= 0;
    }

    /** The first {@code limit} entries of the given types, after one historyId and up to another. */
    List<HistoryEntry> between(BigInteger after, BigInteger upTo, Set<HistoryEntry.Type> types, int limit) {
        int from = 0;
        int to = entries.size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (entries.get(middle).historyId().compareTo(after) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        List<HistoryEntry> found = new ArrayList<>();
        for (int i = from; i < entries.size() && found.size() < limit; i++) {
            HistoryEntry entry = entries.get(i);
            if (entry.historyId().compareTo(upTo) > 0) {
                break;
            }
            if (types.contains(entry.type())) {
                found.add(entry);
            }
        }
        return found;
    }
}
