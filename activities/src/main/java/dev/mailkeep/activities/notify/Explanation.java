package dev.mailkeep.activities.notify;

/**
 * What stands in a mailbox's way, in a person's words. The one place where causes become sentences.
 *
 * @param title a few words
 * @param sentence what happened, and that nothing is lost by it
 * @param remedy what the person can do
 */
public record Explanation(String title, String sentence, Remedy remedy) {

    /** What helps. */
    public enum Remedy {
        RECONNECT,
        ASK_ADMINISTRATOR,
        WAIT
    }

    private static final String KEPT = " What is stored stays, and nothing is missing once you have reconnected.";

    /** The explanation of a cause of {@code NEEDS_RECONNECT} or {@code BLOCKED}, or of a reason for trouble. */
    public static Explanation of(String cause) {
        return switch (cause) {
            case "TESTING_SEVEN_DAYS" ->
                reconnect(
                        "Google ended the access after seven days",
                        "Google ends access after seven days while the Google Cloud app is in Testing. Reconnect, and ask"
                                + " whoever runs this Mailkeep to publish the app (README, “Google Cloud”).");
            case "IDLE_SIX_MONTHS" ->
                reconnect(
                        "Google ended the unused access",
                        "Google ends access that has not been used for six months. Reconnect to go on.");
            case "SIGN_IN_AGAIN" ->
                reconnect(
                        "Google wants you to sign in again",
                        "Your organisation asks Google to have you sign in again from time to time. Reconnect to go on.");
            case "ACCOUNT_GONE" ->
                reconnect(
                        "Google no longer knows this account",
                        "Google says that the account is disabled or deleted. If it is back, reconnect to go on.");
            case "ACCOUNT_MADE_ANEW" ->
                waiting(
                        "This address is another Google account now",
                        "The Google account of this mailbox is gone, and Google has given its address to another account,"
                                + " most likely one that was made anew. The mail that is kept of the old account stays here:"
                                + " keep it, export it, or disconnect this mailbox to delete it. Connect the new account as"
                                + " a mailbox of its own.");
            case "SCOPE_MISSING" ->
                reconnect(
                        "Mailkeep may no longer read this Gmail",
                        "The access no longer covers Gmail. Reconnect and leave the Gmail permission ticked.");
            case "TOKEN_REFUSED" ->
                reconnect(
                        "Gmail no longer accepts the access",
                        "Gmail refuses even fresh access to this mailbox. Reconnect to go on.");
            case "REVOKED" ->
                reconnect(
                        "Google no longer honours the access",
                        "Access was removed in the Google account, or its password was changed. Reconnect to go on.");
            case "SESSIONS_REVOKED" ->
                reconnect(
                        "Google signed this account out everywhere",
                        "Google does so when somebody else may have got in, or when its owner asks for it. Mailkeep has"
                                + " stopped too: sign in here again and reconnect to go on.");
            case "ACCOUNT_DISABLED" ->
                reconnect(
                        "Google disabled this account",
                        "Google says that the account is disabled. Once it is back, sign in here again and reconnect to go"
                                + " on.");
            case "ACCOUNT_HIJACKED" ->
                reconnect(
                        "Google disabled this account to protect it",
                        "Google believes that somebody else got into the account. Recover it at Google first"
                                + " (https://accounts.google.com/signin/recovery), then sign in here again and reconnect to"
                                + " go on.");
            case "ADMIN_POLICY" ->
                new Explanation(
                        "An administrator does not allow this",
                        "The administrator of this Google account does not let apps read Gmail. Mailkeep asks again once a"
                                + " day; ask the administrator to allow it.",
                        Remedy.ASK_ADMINISTRATOR);
            case "NO_GMAIL" ->
                new Explanation(
                        "This Google account has no Gmail",
                        "The Gmail service is not switched on for this account. Mailkeep asks again once a day.",
                        Remedy.ASK_ADMINISTRATOR);
            case "OperatorFault" ->
                waiting(
                        "Google refuses this Mailkeep's set-up",
                        "Whoever runs this Mailkeep must mend its Google Cloud set-up; the log says what. It goes on by"
                                + " itself then.");
            case "GmailRefuses" ->
                waiting(
                        "Gmail refuses this account's mail",
                        "Gmail refuses to hand out this account's mail and does not say why. Google may have suspended or"
                                + " restricted the account: open Gmail with it in a browser to see. Mailkeep asks again"
                                + " every few minutes; what Google deletes meanwhile can't be fetched any more.");
            case "SecretUnreadable" ->
                waiting(
                        "The stored access can't be read",
                        "What Mailkeep keeps to reach this mailbox can't be decrypted. Connect this Google account once"
                                + " more to mend it; nothing is lost.");
            case "DatabaseUnavailable" ->
                waiting("The database could not be used", "Mailkeep tries again by itself; nothing is lost.");
            default -> waiting("Google could not be used", "Mailkeep tries again by itself; nothing is lost.");
        };
    }

    private static Explanation reconnect(String title, String sentence) {
        return new Explanation(title, sentence + KEPT, Remedy.RECONNECT);
    }

    private static Explanation waiting(String title, String sentence) {
        return new Explanation(title, sentence, Remedy.WAIT);
    }
}
