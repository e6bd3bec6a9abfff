package dev.mailkeep.api.connect;

import dev.mailkeep.api.connect.OAuthAttempts.Refusal;
import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What can go wrong on the way to Google and back, explained to a person. In each of these cases nothing was stored.
 */
final class ConnectProblems {

    private ConnectProblems() {}

    static Problem cancelled(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "consent-cancelled",
                "You cancelled at Google",
                "Nothing was connected and nothing was stored. You can try again whenever you like.",
                again(purpose, mailboxId));
    }

    static Problem scopeMissing(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "scope-missing",
                "You didn't allow Mailkeep to read Gmail",
                "Without that permission, Mailkeep can't save any mail. Nothing was stored. Try again, and leave the box"
                        + " for Gmail ticked.",
                again(purpose, mailboxId));
    }

    static Problem refused(Refusal refusal) {
        return switch (refusal) {
            case USED ->
                new Problem(
                        HttpStatus.CONFLICT,
                        "attempt-used",
                        "This answer from Google was already used",
                        "Each answer from Google works once. If you reloaded the page, you are probably"
                                + " connected.",
                        NextAction.open("Go to your mailboxes", "/"));
            case EXPIRED ->
                new Problem(
                        HttpStatus.BAD_REQUEST,
                        "attempt-expired",
                        "That took too long",
                        "An answer from Google is valid for ten minutes. Nothing was stored. Start again.",
                        NextAction.open("Start again", "/"));
            case FOREIGN, UNKNOWN ->
                new Problem(
                        HttpStatus.BAD_REQUEST,
                        "attempt-foreign",
                        "This answer from Google is not for this browser",
                        "It belongs to another browser or another session, so it was not used and nothing was stored."
                                + " Start again here.",
                        NextAction.open("Start again", "/"));
        };
    }

    /**
     * A code without a state while popups are off. This is not {@code attempt-foreign}: nothing says which browser the
     * code belongs to, and another browser would not help, but another page or another setting would.
     */
    static Problem stateMissing() {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "state-missing",
                "This answer from Google can't be matched to a sign-in",
                "Mailkeep accepts answers from Google only to a sign-in that began in this browser, so it was not used and"
                        + " nothing was stored. Start again here.",
                NextAction.open("Start again", "/"));
    }

    static Problem codeRefused(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "code-refused",
                "Google refused the code that it sent",
                "The code is wrong or was already used. Nothing was stored. Try again.",
                again(purpose, mailboxId));
    }

    static Problem addressNotVerified(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "address-not-verified",
                "Google has not verified this account's address",
                "You have not confirmed yet that the address of this Google account is yours. Confirm it at Google"
                        + " (https://myaccount.google.com/email), then try again. Nothing was stored.",
                again(purpose, mailboxId));
    }

    static Problem endedMeanwhile(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.CONFLICT,
                "conflict",
                "Google has just ended this access",
                "An earlier disconnect was probably still in progress at Google. Nothing was stored. Try again.",
                again(purpose, mailboxId));
    }

    static Problem clocksDiffer() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "operator-fault",
                "This Mailkeep's clock is wrong",
                "The time in Google's answer differs from this Mailkeep's clock by more than five minutes, so the answer"
                        + " can't be checked. Nothing was stored. The person who runs this Mailkeep must set its clock.",
                null);
    }

    /** The page begins a second flow by itself, once, with the chosen account. */
    static Problem refreshTokenMissing(Purpose purpose, @Nullable UUID mailboxId, String email) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "refresh-token-missing",
                "Google gave no lasting access",
                "Google did not send the token that Mailkeep needs to keep reading. Nothing was stored. Connect again, and"
                        + " allow the access once more.",
                again(purpose, mailboxId).as(email));
    }

    static Problem otherAccount(UUID mailboxId, String expected, String chosen) {
        return new Problem(
                HttpStatus.CONFLICT,
                "account-mismatch",
                "That is another account",
                "This mailbox is " + expected + ", but at Google you chose " + chosen + ". Nothing was changed. Choose "
                        + expected + ", or connect " + chosen + " as a separate mailbox.",
                NextAction.reconnect(mailboxId));
    }

    /** Asks the person who is signed in: to continue, they begin a flow with the chosen account. */
    static Problem signedInMeanwhile(Purpose purpose, String present, String chosen) {
        boolean connects = purpose == Purpose.CONNECT;
        String question = connects
                ? " To keep " + chosen + " among the mailboxes of " + present
                        + ", add it. To keep the two apart, sign out first."
                : " Continue as " + present + ", or sign in as " + chosen + " instead.";
        NextAction action = connects ? NextAction.connect("Add " + chosen) : signInAs(chosen);
        return new Problem(
                HttpStatus.CONFLICT,
                "signed-in-meanwhile",
                "You are now signed in as " + present,
                "Nobody was signed in here when you went to Google. Nothing was stored." + question,
                action.as(chosen));
    }

    private static NextAction signInAs(String email) {
        return new NextAction(NextAction.Kind.signin, "Sign in as " + email, null, null, null);
    }

    static Problem accountMadeAnew(String email) {
        return new Problem(
                HttpStatus.CONFLICT,
                "account-made-anew",
                "This address now belongs to another Google account",
                "At Google, " + email
                        + " is another account than the one that this mailbox belongs to. The old account was probably"
                        + " deleted and created again. The mail saved from it stays here: keep it, export it or delete it."
                        + " To continue, connect " + email + " as a separate mailbox.",
                NextAction.connect("Connect the new account").as(email));
    }

    static Problem strangersAddress(String email) {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "account-made-anew",
                "This address used to belong to another Google account",
                "The Google account that has the address " + email
                        + " now has not connected anything yet. Mail saved from an earlier account with this address"
                        + " belongs to that account's owner only. Connect Gmail to begin.",
                NextAction.connect("Connect Gmail").as(email));
    }

    static Problem nobodyYet(String email) {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "not-connected-yet",
                "Nothing is connected yet",
                email + " has never connected a mailbox here. Connect Gmail to begin.",
                NextAction.connect("Connect Gmail"));
    }

    static Problem noGmail(String email) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "no-gmail",
                "This account has no Gmail",
                email + " is a Google account without Gmail, so there is no mail to keep. Nothing was stored.",
                NextAction.connect("Choose another account"));
    }

    static Problem blocked(String email) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "blocked",
                "An administrator does not allow this",
                "The administrator of " + email + " does not let apps read Gmail. Nothing was stored.",
                NextAction.connect("Choose another account"));
    }

    static Problem stillDisconnecting() {
        return new Problem(
                HttpStatus.CONFLICT,
                "conflict",
                "This mailbox is being disconnected",
                "Mailkeep is still deleting this mailbox's saved mail. Connect it again in a moment.",
                NextAction.connect("Try again"));
    }

    private static NextAction again(Purpose purpose, @Nullable UUID mailboxId) {
        if (purpose == Purpose.RECONNECT && mailboxId != null) {
            return NextAction.reconnect(mailboxId);
        }
        return purpose == Purpose.SIGNIN ? NextAction.signIn() : NextAction.connect("Try again");
    }
}
