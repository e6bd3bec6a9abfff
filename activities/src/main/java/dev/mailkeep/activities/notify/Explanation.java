package dev.mailkeep.activities.notify;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Explains in words for a person why a mailbox is not synced. This is the one place where causes become sentences. Each
 * cause has its own, and the sentence for an unknown cause blames no person.
 */
public enum Explanation {
    TESTING_SEVEN_DAYS(
            Remedy.RECONNECT,
            "Google ended the access after seven days",
            "Google ends access after seven days while the Google Cloud app is in Testing. Reconnect, and ask the person"
                    + " who runs this Mailkeep to publish the app (docs/google-cloud.md)."),
    IDLE_SIX_MONTHS(
            Remedy.RECONNECT,
            "Google ended the unused access",
            "Google ends access that has not been used for six months. Reconnect to continue."),
    SIGN_IN_AGAIN(
            Remedy.RECONNECT,
            "Google wants you to sign in again",
            "Your organisation requires you to sign in to Google again from time to time. Reconnect to continue."),
    ACCOUNT_GONE(
            Remedy.RECONNECT,
            "Google no longer knows this account",
            "Google says that the account is disabled or deleted. If it is back, reconnect to continue."),
    ACCOUNT_MADE_ANEW(
            Remedy.WAIT,
            "This address now belongs to another Google account",
            "The Google account of this mailbox is gone, and its address now belongs to another account. The old account"
                    + " was probably deleted and created again. The mail saved from it stays here: keep it, export it, or"
                    + " disconnect this mailbox to delete it. Connect the new account as a separate mailbox."),
    SCOPE_MISSING(
            Remedy.RECONNECT,
            "Mailkeep may no longer read this Gmail",
            "The access no longer covers Gmail. Reconnect and leave the Gmail permission ticked."),
    TOKEN_REFUSED(
            Remedy.RECONNECT,
            "Gmail no longer accepts the access",
            "Gmail refuses even fresh access to this mailbox. Reconnect to continue."),
    REVOKED(
            Remedy.RECONNECT,
            "Mailkeep lost access to this Gmail",
            "Access was removed in the Google account, or its password was changed. Reconnect to continue."),
    SESSIONS_REVOKED(
            Remedy.RECONNECT,
            "Google signed this account out everywhere",
            "Google does this when somebody else may have got in, or when the owner asks for it. Mailkeep has stopped too:"
                    + " sign in here again and reconnect to continue."),
    ACCOUNT_DISABLED(
            Remedy.RECONNECT,
            "Google disabled this account",
            "Google says that the account is disabled. Once it is back, sign in here again and reconnect to continue."),
    ACCOUNT_HIJACKED(
            Remedy.RECONNECT,
            "Google disabled this account to protect it",
            "Google believes that somebody else got into the account. Recover it at Google first"
                    + " (https://accounts.google.com/signin/recovery), then sign in here again and reconnect to continue."),
    ADMIN_POLICY(
            Remedy.ASK_ADMINISTRATOR,
            "Your administrator blocks Gmail access",
            "The administrator of this Google account does not let Mailkeep read Gmail. Ask them to allow it: in the Google"
                    + " Admin console, under Security, API controls, Manage app access. We check again daily, or right"
                    + " away when you ask for it."),
    NO_GMAIL(
            Remedy.ASK_ADMINISTRATOR,
            "This Google account has no Gmail",
            "Gmail is not switched on for this account. Its administrator can switch it on. We check again daily, or right"
                    + " away when you ask for it."),
    OPERATOR_FAULT(
            "OperatorFault",
            Remedy.WAIT,
            "This Mailkeep's set-up is wrong",
            "Google refuses this Mailkeep's set-up at Google Cloud. The person who runs it can find the reason in the"
                    + " log. Syncing continues by itself once that is fixed."),
    SECRET_UNREADABLE(
            "SecretUnreadable",
            Remedy.RECONNECT_DAMAGED,
            "The stored access can't be read",
            "What Mailkeep stored to reach this mailbox is damaged. Reconnect to continue: nothing is lost."),
    DATABASE_UNAVAILABLE(
            "DatabaseUnavailable",
            Remedy.WAIT,
            "Mailkeep's database isn't responding",
            "The fault is on Mailkeep's side, not at Google. It tries again by itself, and nothing is lost."),
    THROTTLED(
            "Throttled",
            Remedy.WAIT,
            "Google is limiting requests",
            "Google limits how many requests a mailbox may get. Syncing continues by itself, and nothing is lost."),
    GOOGLE_UNAVAILABLE(
            "GoogleUnavailable",
            Remedy.WAIT,
            "Gmail isn't responding",
            "Gmail can't be reached or answers with errors. Mailkeep tries again by itself, and nothing is lost."),
    GMAIL_REFUSES(
            "GmailRefuses",
            Remedy.WAIT,
            "Gmail refuses this account's mail",
            "Gmail refuses to return this account's mail and does not say why. Google may have suspended or restricted the"
                    + " account: open Gmail with it in a browser to see. Mailkeep asks again every few minutes; what Google"
                    + " deletes in the meantime can't be fetched any more."),
    UNEXPECTED(
            "Unexpected",
            Remedy.WAIT,
            "Mailkeep ran into a fault of its own",
            "The fault is in Mailkeep, not at Google and not your doing. It tries again by itself, and the person who runs"
                    + " it can find the reason in the log."),
    UNKNOWN(
            Remedy.WAIT,
            "Something prevents syncing",
            "Mailkeep tries again by itself. If this persists, the person who runs it can find the reason in the log.");

    /** The action that helps. */
    public enum Remedy {
        /** The grant is gone; a new one restores everything. */
        RECONNECT,
        /** The grant may still work, but what is stored of it is useless; a new one helps. */
        RECONNECT_DAMAGED,
        ASK_ADMINISTRATOR,
        WAIT;

        public boolean isReconnecting() {
            return this == RECONNECT || this == RECONNECT_DAMAGED;
        }
    }

    private static final String SAFE =
            " Your saved mail is safe, and nothing is missing once you have reconnected: we catch up on everything.";

    private static final Map<String, Explanation> BY_CAUSE = Arrays.stream(values())
            .filter(explanation -> explanation != UNKNOWN)
            .collect(Collectors.toUnmodifiableMap(explanation -> explanation.cause, Function.identity()));

    private final String cause;
    private final Remedy remedy;
    private final String title;
    private final String sentence;

    Explanation(Remedy remedy, String title, String sentence) {
        this.cause = name();
        this.remedy = remedy;
        this.title = title;
        this.sentence = sentence;
    }

    Explanation(String cause, Remedy remedy, String title, String sentence) {
        this.cause = cause;
        this.remedy = remedy;
        this.title = title;
        this.sentence = sentence;
    }

    /**
     * The explanation of a cause of {@code NEEDS_RECONNECT} or {@code BLOCKED}, or of a failure type.
     *
     * @return {@link #UNKNOWN} for an unknown word
     */
    public static Explanation of(String cause) {
        return BY_CAUSE.getOrDefault(cause, UNKNOWN);
    }

    /** The explanation in a few words. */
    public String title() {
        return title;
    }

    /** What happened, and that nothing is lost. */
    public String sentence() {
        return remedy == Remedy.RECONNECT ? sentence + SAFE : sentence;
    }

    /** What the owner can do. */
    public Remedy remedy() {
        return remedy;
    }
}
