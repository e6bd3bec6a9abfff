package dev.mailkeep.api.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one thing that helps.
 *
 * @param label the words on the button
 * @param href a path of the page, or an https address; absent where the page knows the way by itself
 * @param mailboxId which mailbox to reconnect
 * @param email the Google account to begin with, of those that the person may have
 */
public record NextAction(
        Kind kind,
        String label,
        @Nullable String href,
        @Nullable UUID mailboxId,
        @Nullable String email) {

    /** What the page does with it; the first three start a round to Google. */
    @SuppressWarnings("JavaLangClash")
    public enum Kind {
        connect,
        reconnect,
        signin,
        open,
        retry
    }

    public static NextAction connect(String label) {
        return new NextAction(Kind.connect, label, null, null, null);
    }

    public static NextAction reconnect(UUID mailboxId) {
        return new NextAction(Kind.reconnect, "Reconnect", null, mailboxId, null);
    }

    public static NextAction signIn() {
        return new NextAction(Kind.signin, "Sign in", null, null, null);
    }

    public static NextAction open(String label, String href) {
        return new NextAction(Kind.open, label, href, null, null);
    }

    public static NextAction retry() {
        return new NextAction(Kind.retry, "Try again", null, null, null);
    }

    /** For what may have been allowed meanwhile. */
    public static NextAction checkAgain() {
        return new NextAction(Kind.retry, "Check again", null, null, null);
    }

    /** The same, with the account that Google shall show first. */
    public NextAction as(String account) {
        return new NextAction(kind, label, href, mailboxId, account);
    }
}
