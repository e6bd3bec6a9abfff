package dev.mailkeep.activities.lifetime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is true: all messages there ever were, whose mail is kept, and whether history was lost. */
final class Truth {

    final Map<String, Letter> letters = new HashMap<>();

    /** Those that still exist, to choose from. */
    final List<Letter> present = new ArrayList<>();

    private Set<String> watched = Set.of();
    private boolean historyLost;

    Set<String> watched() {
        return watched;
    }

    void arrived(Letter letter) {
        letters.put(letter.id, letter);
        present.add(letter);
        letter.mayBeStored = letter.isFrom(watched);
    }

    void deleted(Letter letter) {
        present.remove(letter);
        letter.visibleSince = null;
    }

    /** The senders are others from now on. */
    void watches(Set<String> senders, boolean purged) {
        var dropped = new HashSet<>(watched);
        dropped.removeAll(senders);
        if (purged) {
            letters.values().stream()
                    // Of several From mailboxes, whose turn it was when it was stored decides; either is right.
                    .filter(letter -> letter.addresses.size() == 1)
                    .filter(letter -> letter.isFrom(dropped) && !letter.isFrom(senders))
                    .forEach(letter -> letter.mayBeStored = false);
        }
        watched = new TreeSet<>(senders);
        present.forEach(letter -> letter.mayBeStored |= letter.isFrom(watched));
        if (watched.isEmpty()) {
            // Nothing is looked at while nobody is watched.
            historyLost = true;
        }
    }

    /** What changed since the last rest may be in no history any more, nor what changes until the next. */
    void historyLost() {
        historyLost = true;
    }

    /** All that can be read has been read. */
    void rested() {
        if (watched.isEmpty()) {
            return;
        }
        for (Letter letter : letters.values()) {
            letter.stained |= historyLost && letter.relabelled;
            letter.relabelled = false;
        }
        historyLost = false;
    }
}
