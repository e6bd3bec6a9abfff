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

    /** Whose a message is. */
    public sealed interface Verdict {

        /** It is from a watched sender. */
        record Watched(Address sender) implements Verdict {}

        /** It is not, or nothing in its From header so much as looks like a watched one. */
        record SomebodyElses() implements Verdict {}

        /**
         * That can't be told.
         *
         * @param reason for the person whose mail it is; without anything that the message says
         */
        record InDoubt(String reason) implements Verdict {}
    }

    /** Judges a message. Only what was read without doubt, or names no watched sender at all, is somebody else's. */
    public Verdict judge(KeptMessage message) {
        Optional<Address> watched = match(message.from());
        if (watched.isPresent()) {
            return new Verdict.Watched(watched.get());
        }
        if (message.fromHeader().isEmpty()) {
            return new Verdict.InDoubt("Gmail gave no From header for this message");
        }
        return message.mentioned().stream().anyMatch(this::isWatched)
                ? new Verdict.InDoubt("The From header can't be read for certain, and a watched sender stands in it")
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
