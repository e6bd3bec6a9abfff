package dev.mailkeep.simulator.account;

import java.math.BigInteger;
import java.util.Set;

/**
 * One change of a mailbox.
 *
 * @param changed the labels added or removed; empty with the other types
 * @param labels what the message has afterwards
 */
public record HistoryEntry(BigInteger historyId, Type type, String messageId, Set<String> changed, Set<String> labels) {

    /** The types of messages.history, as {@code historyTypes} names them. */
    public enum Type {
        messageAdded("messagesAdded"),
        messageDeleted("messagesDeleted"),
        labelAdded("labelsAdded"),
        labelRemoved("labelsRemoved");

        private final String field;

        Type(String field) {
            this.field = field;
        }

        /** The field of a history record that holds changes of this type. */
        public String field() {
            return field;
        }
    }
}
