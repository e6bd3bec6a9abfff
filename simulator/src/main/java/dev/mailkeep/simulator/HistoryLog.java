package dev.mailkeep.simulator;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What happened in a mailbox, by increasing historyId. Guarded by its mailbox. */
final class HistoryLog {

    /** The types of messages.history, as {@code historyTypes} names them. */
    enum Type {
        messageAdded("messagesAdded"),
        messageDeleted("messagesDeleted"),
        labelAdded("labelsAdded"),
        labelRemoved("labelsRemoved");

        /** The field of a history record that holds it. */
        final String field;

        Type(String field) {
            this.field = field;
        }
    }

    /**
     * @param changed the labels added or removed; empty with the other types
     * @param labels what the message has afterwards
     */
    record Entry(BigInteger historyId, Type type, String messageId, Set<String> changed, Set<String> labels) {}

    private final List<Entry> entries = new ArrayList<>();
    private BigInteger floor;
    private BigInteger current;

    HistoryLog(BigInteger first) {
        floor = first;
        current = first;
    }

    BigInteger current() {
        return current;
    }

    void add(Entry entry) {
        entries.add(entry);
        current = entry.historyId();
    }

    void expire(BigInteger historyId) {
        floor = historyId;
        current = historyId;
    }

    /** Whether changes since then can still be told. */
    boolean reaches(BigInteger historyId) {
        return historyId.compareTo(floor) >= 0;
    }

    /** The entries after one id up to another, at most so many, of those types. */
    List<Entry> between(BigInteger after, BigInteger upTo, Set<Type> types, int limit) {
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
        List<Entry> found = new ArrayList<>();
        for (int i = from; i < entries.size() && found.size() < limit; i++) {
            Entry entry = entries.get(i);
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
