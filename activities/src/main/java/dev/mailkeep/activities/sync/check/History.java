package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.HistoryPage;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import java.math.BigInteger;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** Reads history from a cursor to its last page. */
public final class History {

    private final GmailApi gmail;

    History(GmailApi gmail) {
        this.gmail = gmail;
    }

    /**
     * A stretch of history.
     *
     * @param nameless whether history reports a change without naming the message
     * @param cursor the id that the <em>first</em> page named: later pages may name a newer id whose changes are on
     *     none of these pages
     */
    record Stretch(Changes changes, boolean nameless, BigInteger cursor) {}

    /**
     * Reads all history since a cursor.
     *
     * @throws GoogleFailure.NotFound when the cursor is too old
     */
    Stretch since(GmailSession session, BigInteger cursor) {
        try {
            return drain(session, cursor);
        } catch (GoogleFailure.BadRequest pageTokenGone) {
            return drain(session, cursor);
        }
    }

    private Stretch drain(GmailSession session, BigInteger cursor) {
        var changes = new Changes();
        var seenTokens = new HashSet<String>();
        BigInteger adopted = null;
        boolean nameless = false;
        String token = null;
        do {
            HistoryPage page = page(session, cursor, token);
            changes.addAll(page.changes());
            nameless |= page.nameless() > 0;
            adopted = adopted == null ? page.historyId() : adopted;
            token = page.nextPageToken();
            if (token != null && !seenTokens.add(token)) {
                throw new GoogleFailure.Unavailable("Gmail's history goes round in circles");
            }
        } while (token != null);
        return new Stretch(changes, nameless, adopted);
    }

    private HistoryPage page(GmailSession session, BigInteger cursor, @Nullable String token) {
        return session.gmail(Urgency.LIVE, caller -> gmail.history(caller, cursor, token));
    }
}
