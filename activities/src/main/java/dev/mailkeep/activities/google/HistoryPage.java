package dev.mailkeep.activities.google;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of history.
 *
 * @param changes in the order in which they happened; may be empty although more pages follow
 * @param nameless number of records that name no message, so that it is unknown what they changed
 * @param historyId the mailbox's history id when Gmail made this page
 * @param nextPageToken null on the last page
 */
public record HistoryPage(
        List<HistoryChange> changes,
        int nameless,
        BigInteger historyId,
        @Nullable String nextPageToken) implements Pages.Page {}
