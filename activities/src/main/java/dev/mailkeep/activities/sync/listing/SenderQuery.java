package dev.mailkeep.activities.sync.listing;

import dev.mailkeep.activities.mail.Sender;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gmail searches for senders. A search is only a pre-filter: what it names is matched again before it is stored. */
public final class SenderQuery {

    /** Google documents no limit on the length of a search; twenty terms are known to be accepted. */
    private static final int TERMS_A_QUERY = 20;

    private SenderQuery() {}

    /** Splits the senders into groups that fit into one search each. */
    public static List<List<String>> chunks(Collection<String> senders) {
        var chunks = new ArrayList<List<String>>();
        int terms = TERMS_A_QUERY;
        for (String sender : senders) {
            int more = new Sender(sender).searchTerms().size();
            if (terms + more > TERMS_A_QUERY) {
                chunks.add(new ArrayList<>());
                terms = 0;
            }
            chunks.get(chunks.size() - 1).add(sender);
            terms += more;
        }
        return chunks;
    }

    /**
     * A search for mail of any of the senders.
     *
     * @param after only mail that Gmail accepted from then on; null for no bound
     */
    public static String from(List<String> senders, @Nullable Instant after) {
        return from(senders, after == null ? null : after.getEpochSecond(), null);
    }

    /** The same between two instants in epoch seconds; dates would mean midnight in California. */
    public static String from(List<String> senders, @Nullable Long afterEpoch, @Nullable Long beforeEpoch) {
        String any = senders.stream()
                .flatMap(sender -> new Sender(sender).searchTerms().stream())
                .collect(Collectors.joining(" ", "{", "}"));
        return any
                + (afterEpoch == null ? "" : " after:" + afterEpoch)
                + (beforeEpoch == null ? "" : " before:" + beforeEpoch);
    }
}
