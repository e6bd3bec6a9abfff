package dev.mailkeep.activities.google;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What it means when a call to Google fails; created in {@link GoogleErrors} only. Messages are constants and no cause
 * is kept, because the messages of the client's exceptions contain addresses, searches and bodies.
 */
public abstract sealed class GoogleFailure extends RuntimeException {

    private GoogleFailure(String message) {
        super(message);
    }

    /** Google can't be reached, is broken, or gave an answer that makes no sense: try again later. */
    public static final class Unavailable extends GoogleFailure {
        public Unavailable(String what) {
            super(what);
        }
    }

    /** Too many calls in too short a time. */
    public static final class Throttled extends GoogleFailure {
        private final @Nullable Instant until;
        private final Limit limit;

        public Throttled(@Nullable Instant until, Limit limit) {
            super("Google asked Mailkeep to slow down");
            this.until = until;
            this.limit = limit;
        }

        /** The limit that was exceeded. */
        public enum Limit {
            /** Units a minute of one account. */
            ACCOUNT,
            /** Units a minute of the whole project. */
            PROJECT,
            /** Calls of one account at the same time. */
            AT_ONCE,
            /** Our own budget, which is below Google's limits. */
            BUDGET
        }

        /** When Google wants to hear from us again; null when it did not say. */
        public @Nullable Instant until() {
            return until;
        }

        public Limit limit() {
            return limit;
        }
    }

    /** The access token is not accepted. */
    public static final class Unauthorized extends GoogleFailure {
        Unauthorized() {
            super("Google did not accept the access token");
        }
    }

    /** Google no longer honours the grant. In answer to a code: Google refuses the code. */
    public static final class GrantRevoked extends GoogleFailure {
        private final RevocationCause cause;

        public GrantRevoked(RevocationCause cause) {
            super("Google no longer honours the grant");
            this.cause = cause;
        }

        public RevocationCause revocationCause() {
            return cause;
        }
    }

    /** The grant does not cover Gmail. */
    public static final class ScopeMissing extends GoogleFailure {
        ScopeMissing() {
            super("The grant does not cover Gmail");
        }
    }

    /** The account has no access to Gmail, and its owner can't change that alone. */
    public static final class Blocked extends GoogleFailure {
        private final Reason reason;

        Blocked(Reason reason) {
            super("Gmail is not open to this account");
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }

        /** Who or what blocks. */
        public enum Reason {
            ADMIN_POLICY,
            NO_GMAIL
        }
    }

    /** The deployment's own set-up is at fault, not a mailbox. */
    public static final class OperatorFault extends GoogleFailure {
        private final String code;
        private final boolean asked;

        OperatorFault(String code) {
            this(code, true);
        }

        OperatorFault(String code, boolean asked) {
            super("Google refuses this deployment: " + code);
            this.code = code;
            this.asked = asked;
        }

        /**
         * Whether Google answered this very call like that; false if the call was not made because the answer was
         * known.
         */
        boolean wasAsked() {
            return asked;
        }

        /** A constant word: {@code invalid_client}, {@code gmail_api_disabled} … */
        public String code() {
            return code;
        }
    }

    /**
     * Gmail refuses and gives no reason that is known here. For one message this may be temporary; for all of them it
     * is what a suspended account looks like.
     */
    public static final class Forbidden extends GoogleFailure {
        Forbidden() {
            super("Gmail answered 403 without a known reason");
        }
    }

    /** The thing does not exist: a message, or a history id that is too old. */
    public static final class NotFound extends GoogleFailure {
        NotFound() {
            super("Google has no such thing");
        }
    }

    /** Google refuses the request itself: a page token that is no longer valid, or a defect of ours. */
    public static final class BadRequest extends GoogleFailure {
        BadRequest() {
            super("Google refused the request");
        }
    }
}
