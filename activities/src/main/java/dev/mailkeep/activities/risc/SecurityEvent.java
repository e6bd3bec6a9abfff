package dev.mailkeep.activities.risc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an account, as Google says.
 *
 * @param sub the Google account; null if the event names none, or one of another issuer
 * @param reason the reason of {@link Kind#ACCOUNT_DISABLED}; null if none is given
 * @param token the token of {@link Kind#TOKEN_REVOKED}; null if none is named in a form that we know
 */
record SecurityEvent(
        Kind kind,
        @Nullable String sub,
        @Nullable String reason,
        @Nullable RevokedToken token) {

    private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";
    private static final String OAUTH = "https://schemas.openid.net/secevent/oauth/event-type/";

    /** The event types that Google supports; any other type is {@link #UNKNOWN}. */
    enum Kind {
        SESSIONS_REVOKED(RISC + "sessions-revoked"),
        TOKENS_REVOKED(OAUTH + "tokens-revoked"),
        TOKEN_REVOKED(OAUTH + "token-revoked"),
        ACCOUNT_DISABLED(RISC + "account-disabled"),
        ACCOUNT_ENABLED(RISC + "account-enabled"),
        CREDENTIAL_CHANGE_REQUIRED(RISC + "account-credential-change-required"),
        VERIFICATION(RISC + "verification"),
        UNKNOWN("");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        static Kind of(String type) {
            return Arrays.stream(values())
                    .filter(kind -> kind.type.equals(type))
                    .findFirst()
                    .orElse(UNKNOWN);
        }
    }

    /**
     * A refresh token that was revoked, as Google identifies it.
     *
     * @param prefix its first 16 characters; or null
     * @param doubleHash its double SHA-512; or null
     */
    record RevokedToken(@Nullable String prefix, byte @Nullable [] doubleHash) {
        @Override
        public String toString() {
            return "RevokedToken[]";
        }
    }

    /** Leaves out the account and the token. */
    @Override
    public String toString() {
        return "SecurityEvent[" + kind + "]";
    }
}
