package dev.mailkeep.api.connect;

import dev.mailkeep.api.connect.OAuthAttempts.Refusal;
import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Problem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * What can go wrong on the way to Google and back, in words for a person. In each of these cases nothing was stored.
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
                "The Gmail permission was not ticked",
                "Without permission to read Gmail, Mailkeep can't keep any mail. Nothing was stored; try again and leave"
                        + " the box for Gmail ticked.",
                again(purpose, mailboxId));
    }

    static Problem refused(Refusal refusal) {
        return switch (refusal) {
            case USED ->
                new Problem(
                        HttpStatus.CONFLICT,
                        "attempt-used",
                        "This answer from Google was used already",
                        "Each answer from Google works once. If you reloaded the page, you are most likely connected"
                                + " already.",
                        NextAction.open("Go to your mailboxes", "/"));
            case EXPIRED ->
                new Problem(
                        HttpStatus.BAD_REQUEST,
                        "attempt-expired",
                        "That took too long",
                        "An answer from Google is good for ten minutes. Nothing was stored; start again.",
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
                "This answer from Google names no round",
                "Mailkeep takes an answer from Google only to a round that this browser began here, so it was not used and"
                        + " nothing was stored. Start again here.",
                NextAction.open("Start again", "/"));
    }

    static Problem codeRefused(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "code-refused",
                "Google did not accept its own answer",
                "The code was wrong or used already. Nothing was stored; try again.",
                again(purpose, mailboxId));
    }

    static Problem addressNotVerified(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "address-not-verified",
                "Google has not verified this account's address",
                "Nobody has confirmed yet that the address of this Google account is yours. Confirm it at Google"
                        + " (https://myaccount.google.com/email), then try again. Nothing was stored.",
                again(purpose, mailboxId));
    }

    static Problem endedMeanwhile(Purpose purpose, @Nullable UUID mailboxId) {
        return new Problem(
                HttpStatus.CONFLICT,
                "conflict",
                "Google has just ended this access again",
                "Most likely an earlier disconnect was still being carried out at Google. Nothing was stored; try again.",
                again(purpose, mailboxId));
    }

    static Problem clocksDiffer() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "operator-fault",
                "This Mailkeep's clock is wrong",
                "Google's answer is dated more than five minutes away from what the clock of this Mailkeep says, so it can't"
                        + " be checked. Nothing was stored. The operator of this Mailkeep must set its clock.",
                null);
    }

    /** The page begins a second flow by itself, once, with the chosen account. */
    static Problem refreshTokenMissing(Purpose purpose, @Nullable UUID mailboxId, String email) {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "refresh-token-missing",
                "Google gave no lasting access",
                "Google answered without the token that lets Mailkeep go on by itself. Nothing was stored; connect once"
                        + " more and allow it again.",
                again(purpose, mailboxId).as(email));
    }

    static Problem otherAccount(UUID mailboxId, String expected, String chosen) {
        return new Problem(
                HttpStatus.CONFLICT,
                "account-mismatch",
                "That is another account",
                "This mailbox is " + expected + ", but at Google you chose " + chosen + ". Nothing was changed. Choose "
                        + expected + ", or connect " + chosen + " as a mailbox of its own.",
                NextAction.reconnect(mailboxId));
    }

    /** Asks the person who is signed in: to continue, they begin a flow with the chosen account. */
    static Problem signedInMeanwhile(Purpose purpose, String present, String chosen) {
        boolean connects = purpose == Purpose.CONNECT;
        String question = connects
                ? " To keep " + chosen + " among the mailboxes of " + present
                        + ", add it. To keep the two apart, sign out first."
                : " Go on as " + present + ", or sign in as " + chosen + " instead.";
        NextAction action = connects ? NextAction.connect("Add " + chosen) : signInAs(chosen);
        return new Problem(
                HttpStatus.CONFLICT,
                "signed-in-meanwhile",
                "You are signed in as " + present + " by now",
                "When you went to Google, nobody was signed in here. Nothing was stored." + question,
                action.as(chosen));
    }

    private static NextAction signInAs(String email) {
        return new NextAction(NextAction.Kind.signin, "Sign in as " + email, null, null, null);
    }

    static Problem accountMadeAnew(String email) {
        return new Problem(
                HttpStatus.CONFLICT,
                "account-made-anew",
                "This address is another Google account now",
                "Google knows " + email
                        + " as another account than the one that this mailbox belongs to: most likely the"
                        + " old account was deleted and made anew. What was kept of the old account stays here, to keep, to"
                        + " export or to delete. Connect " + email + " as a mailbox of its own to go on.",
                NextAction.connect("Connect the new account").as(email));
    }

    static Problem strangersAddress(String email) {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "account-made-anew",
                "This address was another Google account before",
                "Nothing is connected yet with the Google account that has the address " + email
                        + " now. What was kept of an"
                        + " account that had it before belongs to that account's person only. Connect Gmail to begin.",
                NextAction.connect("Connect Gmail").as(email));
    }

    static Problem nobodyYet(String email) {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "not-connected-yet",
                "Nothing is connected yet",
                "No mailbox was ever connected with " + email + " here. Connect Gmail to begin.",
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

    static Problem stillLeaving() {
        return new Problem(
                HttpStatus.CONFLICT,
                "conflict",
                "This mailbox is just being disconnected",
                "Mailkeep is still deleting what it kept of this mailbox. Connect it again in a moment.",
                NextAction.connect("Try again"));
    }

    private static NextAction again(Purpose purpose, @Nullable UUID mailboxId) {
        if (purpose == Purpose.RECONNECT && mailboxId != null) {
            return NextAction.reconnect(mailboxId);
        }
        return purpose == Purpose.SIGNIN ? NextAction.signIn() : NextAction.connect("Try again");
    }
}
