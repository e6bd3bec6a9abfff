package dev.mailkeep.api.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpStatus;

/**
 * The state that a change is based on: the header {@code If-Match} (RFC 9110, section 13.1.1). It is optional. A
 * program that sets the whole state wants that state, whatever was there before; demanding the header (428) would only
 * make such programs read first and ignore what they read. The page shows a person what was there, so it always sends
 * the header.
 */
public final class IfMatch {

    private final @Nullable List<ETag> tags;

    private IfMatch(@Nullable List<ETag> tags) {
        this.tags = tags;
    }

    /** Reads the header. Without it every change is allowed; a header that can't be read matches nothing. */
    public static IfMatch of(@Nullable String header) {
        return new IfMatch(header == null ? null : ETag.parse(header));
    }

    /**
     * Whether the change is based on the state with this tag.
     *
     * @param tag the tag without its quotes; compared strongly, so that a weak tag never matches
     */
    public boolean allows(String tag) {
        return tags == null
                || tags.stream().anyMatch(one -> one.isWildcard() || one.compare(new ETag(tag, false), true));
    }

    /** The answer to a change that is based on an older state. */
    public static Problem changedMeanwhile(String what) {
        return new Problem(
                HttpStatus.PRECONDITION_FAILED,
                "changed-meanwhile",
                "Changed in the meantime",
                what + " changed since you read them, in another tab or by another program. Nothing was done: read them"
                        + " again, then repeat your change.",
                null);
    }
}
