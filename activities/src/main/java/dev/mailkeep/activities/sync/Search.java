package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mail.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gmail searches for senders. A search is only a pre-filter: what it names is matched again before it is stored. */
final class Search {

    /** Google documents no limit on the length of a search; twenty senders are known to be accepted. */
    private static final int SENDERS_A_QUERY = 20;

    private Search() {}

    /** The senders in groups that fit one search each. */
    static List<List<String>> chunks(Collection<String> senders) {
        List<String> all = List.copyOf(senders);
        var chunks = new ArrayList<List<String>>();
        for (int start = 0; start < all.size(); start += SENDERS_A_QUERY) {
            chunks.add(all.subList(start, Math.min(start + SENDERS_A_QUERY, all.size())));
        }
        return chunks;
    }

    /**
     * A search for mail of any of the senders.
     *
     * @param after mail that Gmail accepted from then on; null for no bound
     */
    static String from(List<String> senders, @Nullable Instant after) {
        return from(senders, after == null ? null : after.getEpochSecond(), null);
    }

    /** The same between two instants in epoch seconds; dates would mean midnight in California. */
    static String from(List<String> senders, @Nullable Long afterEpoch, @Nullable Long beforeEpoch) {
        String any = senders.stream()
                .map(sender -> new Sender(sender).searchTerm())
                .collect(Collectors.joining(" ", "{", "}"));
        return any
                + (afterEpoch == null ? "" : " after:" + afterEpoch)
                + (beforeEpoch == null ? "" : " before:" + beforeEpoch);
    }
}
