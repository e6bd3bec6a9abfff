package dev.mailkeep.activities.mail;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides whether mail is from a watched sender: by address, never by display name, Sender or Reply-To. */
public final class SenderMatcher {

    private final Set<String> senders;

    /** A matcher over canonical senders. */
    public SenderMatcher(Collection<String> senders) {
        this.senders = Set.copyOf(senders);
    }

    /** The first of the addresses that is watched. */
    public Optional<Address> match(List<Address> from) {
        return from.stream()
                .filter(address -> senders.contains(address.key()) || senders.contains(address.domainKey()))
                .findFirst();
    }
}
