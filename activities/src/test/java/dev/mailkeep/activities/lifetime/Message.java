package dev.mailkeep.activities.lifetime;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is true of one message, independent of what Mailkeep knows. */
final class Message {

    final String id;
    final List<String> addresses;

    /** Since when the message is visible, by Gmail's clock; null while it is in spam, trash or drafts, or deleted. */
    @Nullable
    Instant visibleSince;

    /** Whether it may be stored: its sender was watched while it existed and was not removed and purged since. */
    boolean mayBeStored;

    /** Whether its labels changed since the mailbox last settled. */
    boolean relabelled;

    /** Whether a change of its labels was in a history that expired unread. */
    boolean historyLost;

    /**
     * @param addresses of the From header, lower case
     */
    Message(String id, List<String> addresses) {
        this.id = id;
        this.addresses = List.copyOf(addresses);
    }

    /** Whether any mailbox of the From header is one of these senders. A domain does not include its subdomains. */
    boolean isFrom(Collection<String> senders) {
        return addresses.stream()
                .anyMatch(address ->
                        senders.contains(address) || senders.contains(address.substring(address.lastIndexOf('@'))));
    }

    @Override
    public String toString() {
        return id + addresses + " visible since " + visibleSince;
    }
}
