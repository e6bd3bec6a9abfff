package dev.mailkeep.activities.lifetime;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is true of one message, whatever the product knows of it. */
final class Letter {

    final String id;
    final List<String> addresses;

    /** Since when it can be seen, by Gmail's clock; null while it lies in spam, trash or drafts, or is gone. */
    @Nullable
    Instant visibleSince;

    /** Whether it may be stored: its sender was watched while it existed, and was not taken off with all mail since. */
    boolean mayBeStored;

    /** Whether its labels changed since the mailbox was last at rest. */
    boolean relabelled;

    /** Whether a change of its labels was in a history that nobody can read any more. */
    boolean stained;

    /**
     * @param addresses of the From header, lower case
     */
    Letter(String id, List<String> addresses) {
        this.id = id;
        this.addresses = List.copyOf(addresses);
    }

    /** The design's words: any mailbox of the From header, or its domain but not its subdomains. */
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
