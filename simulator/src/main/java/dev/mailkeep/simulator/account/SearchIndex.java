package dev.mailkeep.simulator.account;

import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.search.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Searches a mailbox as it was at one of its changes, so that a search can lag and its pages stay the same while mail
 * arrives. The mailbox's lock guards it.
 */
final class SearchIndex {

    private static final int CACHED = 16;

    private final Collection<StoredMail> all;
    private final long seed;
    private final List<Instant> changeTimes = new ArrayList<>();
    private final Map<String, List<StoredMail>> bySenderWord = new HashMap<>();
    private final Map<Search, List<String>> found = new LinkedHashMap<>(CACHED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Search, List<String>> eldest) {
            return size() > CACHED;
        }
    };
    private long comparisons;

    SearchIndex(Collection<StoredMail> all, long seed) {
        this.all = all;
        this.seed = seed;
    }

    /** The number of the mailbox's next change. */
    int nextChange() {
        return changeTimes.size();
    }

    void changed(Instant at) {
        changeTimes.add(at);
    }

    void add(StoredMail mail) {
        for (String word : mail.document().fromWords()) {
            bySenderWord.computeIfAbsent(word, w -> new ArrayList<>()).add(mail);
        }
    }

    /** The last change that a search at that time knows of; -1 if it knows of no change. */
    int changeKnownAt(Instant now, Quirks quirks) {
        int change = changeTimes.size() - 1;
        if (!quirks.searchLag().isZero()) {
            Instant known = now.minus(quirks.searchLag());
            while (change >= 0 && changeTimes.get(change).isAfter(known)) {
                change--;
            }
        }
        return change;
    }

    /** How many messages have been compared with a query so far, for tests of the effort. */
    long comparisons() {
        return comparisons;
    }

    /** The ids of all matches, newest first unless the quirks say otherwise. */
    List<String> find(Search search) {
        List<String> known = found.get(search);
        if (known == null) {
            known = search(search);
            found.put(search, known);
        }
        return known;
    }

    private List<String> search(Search search) {
        Query query = Query.parse(search.q());
        boolean everywhere = search.includeSpamTrash()
                || query.reachesSpamAndTrash()
                || search.labelIds().contains("SPAM")
                || search.labelIds().contains("TRASH");
        List<StoredMail> matches = new ArrayList<>();
        for (StoredMail mail : candidates(query)) {
            comparisons++;
            Set<String> labels = mail.labelsAt(search.change());
            if (labels != null
                    && (everywhere || !(labels.contains("SPAM") || labels.contains("TRASH")))
                    && labels.containsAll(search.labelIds())
                    && query.matches(mail.document(), labels, search.quirks().looseFrom())) {
                matches.add(mail);
            }
        }
        return arrange(matches, search);
    }

    private Collection<StoredMail> candidates(Query query) {
        List<String> words = query.senderWords();
        if (words == null) {
            return all;
        }
        Set<StoredMail> candidates = new LinkedHashSet<>();
        words.forEach(word -> candidates.addAll(bySenderWord.getOrDefault(word, List.of())));
        return candidates;
    }

    private List<String> arrange(List<StoredMail> matches, Search search) {
        matches.sort(Comparator.comparing((StoredMail mail) -> mail.mail().receivedAt())
                .reversed()
                .thenComparing(StoredMail::id));
        List<String> ids = new ArrayList<>(matches.stream().map(StoredMail::id).toList());
        Random random = new Random(seed ^ search.change());
        if (search.quirks().duplicateIdsInLists()) {
            for (String id : List.copyOf(ids)) {
                if (random.nextInt(8) == 0) {
                    ids.add(random.nextInt(ids.size() + 1), id);
                }
            }
        }
        if (search.quirks().unorderedLists()) {
            java.util.Collections.shuffle(ids, random);
        }
        return List.copyOf(ids);
    }
}
