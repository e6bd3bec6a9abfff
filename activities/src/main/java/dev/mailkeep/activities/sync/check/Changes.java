package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.HistoryChange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a stretch of history adds up to, message by message; repeating a part of it changes nothing. */
public final class Changes {

    /** The labels whose end brings a message back into sight. */
    private static final Set<String> HIDING = Set.of("SPAM", "TRASH");

    /** The labels whose end makes mail of what was none. */
    private static final Set<String> UNFINISHED = Set.of("DRAFT", "CHAT");

    private final Map<String, MessageChange> messages = new LinkedHashMap<>();

    /** What happened to one message in the end. */
    static final class MessageChange {
        private boolean added;
        private boolean rescued;
        private boolean finished;
        private boolean deleted;
        private final Set<String> labelsAdded = new HashSet<>();
        private final Set<String> labelsRemoved = new HashSet<>();

        /** It came out of spam or trash. */
        boolean rescued() {
            return rescued && !deleted;
        }

        /** It may be new to us. */
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

    /** The ids of messages of which that holds. */
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
