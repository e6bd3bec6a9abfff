package dev.mailkeep.activities.risc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What Google says has happened.
 *
 * @param sub the Google account; null where the event names none, or one of another issuer's
 * @param reason of {@link Kind#ACCOUNT_DISABLED}; null where none is given
 * @param token of {@link Kind#TOKEN_REVOKED}; null where none is named in a way that we know
 */
record SecurityEvent(
        Kind kind,
        @Nullable String sub,
        @Nullable String reason,
        @Nullable RevokedToken token) {

    private static final String RISC = "https://schemas.openid.net/secevent/risc/event-type/";
    private static final String OAUTH = "https://schemas.openid.net/secevent/oauth/event-type/";

    /** The event types that Google supports; whatever else there may be is {@link #UNKNOWN}. */
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
     * One refresh token.
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

    /** Not whom. */
    @Override
    public String toString() {
        return "SecurityEvent[" + kind + "]";
    }
}
