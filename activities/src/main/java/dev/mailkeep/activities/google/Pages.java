package dev.mailkeep.activities.google;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of Gmail's page by page, and stops where Gmail repeats a page token. Ask {@link #areEndless} afterwards:
 * what was read until then is not the whole list.
 */
public final class Pages<P extends Pages.Page> implements Iterator<P> {

    private final Reader<P> reader;
    private final PageTokens tokens = new PageTokens(null);
    private @Nullable String next;
    private boolean ended;
    private boolean endless;

    public Pages(Reader<P> reader) {
        this.reader = reader;
    }

    /** A page. */
    public interface Page {

        /** Null on the last page. */
        @Nullable
        String nextPageToken();
    }

    /** Calls Gmail for a page. */
    public interface Reader<P> {

        /** @param token null for the first page */
        P read(@Nullable String token);
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public P next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        P page = reader.read(next);
        next = page.nextPageToken();
        endless = !tokens.isNew(next);
        ended = next == null || endless;
        return page;
    }

    /** Whether Gmail has repeated a page token. */
    public boolean areEndless() {
        return endless;
    }
}
