package dev.mailkeep.api.web;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The action that helps, as a button.
 *
 * @param label the words on the button
 * @param href a path of the page, or an https address; absent if the page knows where to go
 * @param mailboxId the mailbox to reconnect
 * @param email the Google account to start with, if the person may have several
 */
public record NextAction(
        Kind kind,
        String label,
        @Nullable String href,
        @Nullable UUID mailboxId,
        @Nullable String email) {

    /** What the button does; the first three start an authorization flow. */
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

    /** The action when the cause may have gone away meanwhile. */
    public static NextAction checkAgain() {
        return new NextAction(Kind.retry, "Check again", null, null, null);
    }

    /** The same action, with the account that Google preselects. */
    public NextAction as(String account) {
        return new NextAction(kind, label, href, mailboxId, account);
    }
}
