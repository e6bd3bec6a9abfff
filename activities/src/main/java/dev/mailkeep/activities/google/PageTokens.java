package dev.mailkeep.activities.google;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The page tokens that Gmail has given for one list. If it gives one of them again, the pages would never end. */
public final class PageTokens {

    private final Set<String> given = new HashSet<>();

    /** @param first the token of the first page that is read; null at the beginning of the list */
    public PageTokens(@Nullable String first) {
        if (first != null) {
            given.add(first);
        }
    }

    /**
     * Takes the token of the next page.
     *
     * @return false if Gmail has given it before; true for null, which ends the list
     */
    public boolean isNew(@Nullable String next) {
        return next == null || given.add(next);
    }
}
