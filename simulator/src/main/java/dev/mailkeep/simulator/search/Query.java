package dev.mailkeep.simulator.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parsed {@code q} of messages.list. */
public final class Query {

    private final Term.And root;

    private Query(Term.And root) {
        this.root = root;
    }

    /** Never throws: a part that cannot be parsed matches nothing. */
    public static Query parse(String q) {
        return new Query((Term.And) new QueryParser(q).parse());
    }

    /**
     * @param labels the message's labels, as the search knows them
     * @param loose whether {@code from:} also hits display names and subdomains
     */
    public boolean matches(Document mail, Set<String> labels, boolean loose) {
        return root.matches(mail, labels, loose);
    }

    /** Whether the query itself asks for spam or trash ({@code in:spam}, {@code in:trash}, {@code in:anywhere}). */
    public boolean reachesSpamAndTrash() {
        return reaches(root);
    }

    private static boolean reaches(Term term) {
        if (term instanceof Term.In in) {
            return Set.of("SPAM", "TRASH", "ANYWHERE").contains(in.label());
        }
        if (term instanceof Term.And and) {
            return and.terms().stream().anyMatch(Query::reaches);
        }
        return term instanceof Term.Or or && or.terms().stream().anyMatch(Query::reaches);
    }

    /**
     * One word out of each {@code from:} alternative: every matching message has at least one of them in its From
     * header. Null when the query does not narrow by sender.
     */
    public @Nullable List<String> senderWords() {
        for (Term term : root.terms()) {
            List<String> words = senderWords(term);
            if (words != null) {
                return words;
            }
        }
        return null;
    }

    private static @Nullable List<String> senderWords(Term term) {
        if (term instanceof Term.From from) {
            String words = from.words().strip();
            return words.isEmpty() ? List.of() : List.of(words.split(" ")[0]);
        }
        if (term instanceof Term.And and && and.terms().size() == 1) {
            return senderWords(and.terms().get(0));
        }
        if (term instanceof Term.Or or) {
            List<String> all = new ArrayList<>();
            for (Term alternative : or.terms()) {
                List<String> words = senderWords(alternative);
                if (words == null) {
                    return null;
                }
                all.addAll(words);
            }
            return all;
        }
        return null;
    }
}
