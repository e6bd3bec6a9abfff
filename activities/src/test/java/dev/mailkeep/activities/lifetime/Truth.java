package dev.mailkeep.activities.lifetime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is true: all messages that ever existed, the watched senders, and whether history was lost. */
final class Truth {

    final Map<String, Message> messages = new HashMap<>();

    /** The messages that still exist. */
    final List<Message> present = new ArrayList<>();

    private Set<String> watched = Set.of();
    private boolean historyLost;

    Set<String> watched() {
        return watched;
    }

    void arrived(Message message) {
        messages.put(message.id, message);
        present.add(message);
        message.mayBeStored = message.isFrom(watched);
    }

    void deleted(Message message) {
        present.remove(message);
        message.visibleSince = null;
    }

    /** The owner has replaced the senders. */
    void watches(Set<String> senders, boolean purged) {
        var dropped = new HashSet<>(watched);
        dropped.removeAll(senders);
        if (purged) {
            messages.values().stream()
                    // A message from several senders belongs to the one that matched when it was stored; both outcomes
                    // are right.
                    .filter(message -> message.addresses.size() == 1)
                    .filter(message -> message.isFrom(dropped) && !message.isFrom(senders))
                    .forEach(message -> message.mayBeStored = false);
        }
        watched = new TreeSet<>(senders);
        present.forEach(message -> message.mayBeStored |= message.isFrom(watched));
        if (watched.isEmpty()) {
            // Nothing is checked while no sender is watched.
            historyLost = true;
        }
    }

    /** Changes since the mailbox last settled, and until it settles next, may be in no history. */
    void historyLost() {
        historyLost = true;
    }

    /** Everything that can be read has been read. */
    void settled() {
        if (watched.isEmpty()) {
            return;
        }
        for (Message message : messages.values()) {
            message.historyLost |= historyLost && message.relabelled;
            message.relabelled = false;
        }
        historyLost = false;
    }
}
