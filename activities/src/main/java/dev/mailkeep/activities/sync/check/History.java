package dev.mailkeep.activities.sync.check;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.HistoryPage;
import dev.mailkeep.activities.google.Pages;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import java.math.BigInteger;

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
        var pages = new Pages<HistoryPage>(
                token -> session.gmail(Urgency.LIVE, caller -> gmail.history(caller, cursor, token)));
        var changes = new Changes();
        HistoryPage first = pages.next();
        boolean nameless = add(first, changes);
        while (pages.hasNext()) {
            nameless |= add(pages.next(), changes);
        }
        if (pages.areEndless()) {
            throw new GoogleFailure.Unavailable("Gmail's history repeats a page token");
        }
        return new Stretch(changes, nameless, first.historyId());
    }

    private static boolean add(HistoryPage page, Changes changes) {
        changes.addAll(page.changes());
        return page.nameless() > 0;
    }
}
