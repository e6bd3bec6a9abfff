package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.HistoryChange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Sums up a stretch of history for each message. Adding a part of it twice changes nothing. */
public final class Changes {

    /** Labels that hide a message; removing one makes it visible again. */
    private static final Set<String> HIDING = Set.of("SPAM", "TRASH");

    /** Labels of what is not mail yet; removing one makes it mail. */
    private static final Set<String> UNFINISHED = Set.of("DRAFT", "CHAT");

    private final Map<String, MessageChange> messages = new LinkedHashMap<>();

    /** The net change of one message. */
    static final class MessageChange {
        private boolean added;
        private boolean rescued;
        private boolean finished;
        private boolean deleted;
        private final Set<String> labelsAdded = new HashSet<>();
        private final Set<String> labelsRemoved = new HashSet<>();

        /** Whether the message left spam or trash. */
        boolean rescued() {
            return rescued && !deleted;
        }

        /** Whether the message may be one that Mailkeep does not know yet. */
        boolean candidate() {
            return (added || rescued || finished) && !deleted;
        }

        boolean deleted() {
            return deleted;
        }

        boolean relabelled() {
            return !deleted && !(labelsAdded.isEmpty() && labelsRemoved.isEmpty());
        }

        Set<String> labelsAdded() {
            return labelsAdded;
        }

        Set<String> labelsRemoved() {
            return labelsRemoved;
        }
    }

    void addAll(List<HistoryChange> changes) {
        for (HistoryChange change : changes) {
            MessageChange message = messages.computeIfAbsent(change.messageId(), id -> new MessageChange());
            switch (change.kind()) {
                case ADDED -> message.added = true;
                case DELETED -> message.deleted = true;
                case LABELS_ADDED -> {
                    message.labelsAdded.addAll(change.labels());
                    message.labelsRemoved.removeAll(change.labels());
                    if (change.labels().stream().anyMatch(HIDING::contains)) {
                        message.rescued = false;
                    }
                }
                case LABELS_REMOVED -> {
                    message.labelsRemoved.addAll(change.labels());
                    message.labelsAdded.removeAll(change.labels());
                    if (change.labels().stream().anyMatch(HIDING::contains)) {
                        message.rescued = true;
                    }
                    message.finished |= change.labels().stream().anyMatch(UNFINISHED::contains);
                }
            }
        }
    }

    /** The ids of the messages whose change meets the condition. */
    List<String> ids(Predicate<MessageChange> which) {
        return messages.entrySet().stream()
                .filter(change -> which.test(change.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    Map<String, MessageChange> messages() {
        return messages;
    }
}
