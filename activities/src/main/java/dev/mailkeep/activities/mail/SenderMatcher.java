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
        this.senders = Sender.keySet(senders);
    }

    /** Whether a watched sender sent a message. */
    public sealed interface Verdict {

        /** The message is from a watched sender. */
        record Watched(Address sender) implements Verdict {}

        /** The message is from somebody else, or nothing in its From header even looks like a watched sender. */
        record SomebodyElses() implements Verdict {}

        /**
         * Who sent the message can't be told.
         *
         * @param reason shown to the owner; contains no text of the message
         */
        record InDoubt(String reason) implements Verdict {}
    }

    /**
     * Judges a message. A message counts as somebody else's only when its From header was read without doubt, or names
     * no watched sender at all.
     */
    public Verdict judge(KeptMessage message) {
        Optional<Address> watched = match(message.from());
        if (watched.isPresent()) {
            return new Verdict.Watched(watched.get());
        }
        if (message.fromHeader().isEmpty()) {
            return new Verdict.InDoubt("Gmail returned no From header for this message");
        }
        return message.mentioned().stream().anyMatch(this::isWatched)
                ? new Verdict.InDoubt("The From header can't be read with certainty, and it names a watched sender")
                : new Verdict.SomebodyElses();
    }

    /** The first of the addresses that is watched. */
    public Optional<Address> match(List<Address> from) {
        return from.stream().filter(address -> isWatched(address.key())).findFirst();
    }

    /** The first watched address of a From header, as Gmail gave it. */
    public Optional<Address> matchIn(String fromHeader) {
        return match(FromHeader.read(fromHeader).addresses());
    }

    private boolean isWatched(String addressKey) {
        String key = SameMailbox.of(addressKey);
        return senders.contains(key) || senders.contains(key.substring(key.lastIndexOf('@')));
    }
}
