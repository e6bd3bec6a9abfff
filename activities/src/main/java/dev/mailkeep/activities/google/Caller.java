package dev.mailkeep.activities.google;

import dev.mailkeep.activities.quota.Urgency;

/**
 * Who a call to Gmail is made for.
 *
 * @param account the Google account's {@code sub}, whose quota pays for the call
 * @param accessToken bearer token
 * @param urgency whether the call goes before others
 */
public record Caller(String account, String accessToken, Urgency urgency) {

    /** Leaves out the token. */
    @Override
    public String toString() {
        return "Caller[" + urgency + "]";
    }
}
