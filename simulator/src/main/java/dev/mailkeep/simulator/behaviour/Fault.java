package dev.mailkeep.simulator.behaviour;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong on demand.
 *
 * @param method "token", "revoke", "certs", "riscConfiguration", "profile", "list", "get", "history",
 *     "watch"; or "*" for all of these
 * @param status of the answer, with {@link Kind#RESPOND}
 * @param body of the answer, with {@link Kind#RESPOND}
 * @param headers of the answer, with {@link Kind#RESPOND}
 * @param count how many calls it hits; -1: all until it is cleared
 * @param account the address whose calls it hits; null: all
 * @param delay real time for which the call hangs, with {@link Kind#HANG}
 */
public record Fault(
        String method,
        int status,
        String body,
        Map<String, String> headers,
        int count,
        @Nullable String account,
        Kind kind,
        Duration delay) {

    /** What happens to the call. */
    public enum Kind {
        /** The call is not carried out and costs no units; the given answer is sent. */
        RESPOND,
        /** The call is carried out and counted, but the connection closes without an answer. */
        DROP_CONNECTION,
        /** The call is carried out and counted, but the answer stops half-way. */
        TRUNCATE_BODY,
        /** The call is carried out and answered after a delay. */
        HANG
    }

    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json; charset=UTF-8");

    public Fault {
        headers = Map.copyOf(headers);
    }

    /** Gmail's 403 with the retry time in its text. Hits every method unless {@link #on} restricts it. */
    public static Fault rateLimited(Instant retryAt) {
        return respond(403, GoogleErrors.rateLimited(retryAt));
    }

    /** The 403 when the whole project's quota is used up. */
    public static Fault projectRateLimited() {
        return respond(403, GoogleErrors.projectRateLimited());
    }

    /** Gmail's 429: too many calls of one account at the same time. */
    public static Fault tooManyConcurrent() {
        return respond(429, GoogleErrors.tooManyConcurrent());
    }

    /** @param status 500, 502, 503 or 504 */
    public static Fault backendError(int status) {
        return respond(status, GoogleErrors.backendError(status));
    }

    /** 401, as for an expired access token. */
    public static Fault unauthenticated() {
        return respond(401, GoogleErrors.unauthenticated());
    }

    /** 403: the token lacks the scope. */
    public static Fault insufficientScope() {
        return respond(403, GoogleErrors.insufficientScope());
    }

    /** 403: the Gmail API is not enabled in the operator's project. */
    public static Fault apiDisabled() {
        return respond(403, GoogleErrors.apiDisabled());
    }

    /** 403: a Workspace administrator forbids it. */
    public static Fault domainPolicy() {
        return respond(403, GoogleErrors.domainPolicy());
    }

    /** 400: an account without a mailbox. */
    public static Fault noGmail() {
        return respond(400, GoogleErrors.noGmail());
    }

    /** 404, as for a deleted message or an expired history. */
    public static Fault notFound() {
        return respond(404, GoogleErrors.notFound());
    }

    /** 400, as for a page token that is no longer valid. */
    public static Fault invalidArgument() {
        return respond(400, GoogleErrors.invalidArgument("Invalid pageToken"));
    }

    /** The token endpoint's answer to an expired or revoked refresh token. */
    public static Fault invalidGrant() {
        return oauth(400, "invalid_grant", "Token has been expired or revoked.");
    }

    /** The token endpoint's answer when session control asks for a new sign-in. */
    public static Fault invalidRapt() {
        return respond(
                        400,
                        "{\"error\": \"invalid_grant\", \"error_description\": \"reauth related error (invalid_rapt)\","
                                + " \"error_subtype\": \"invalid_rapt\"}")
                .on("token");
    }

    /** The token endpoint's answer to a wrong client secret. */
    public static Fault invalidClient() {
        return oauth(401, "invalid_client", "Unauthorized");
    }

    /** The token endpoint's answer when an administrator restricts the service. */
    public static Fault adminPolicy() {
        return oauth(400, "admin_policy_enforced", "Access to this service is restricted by the administrator.");
    }

    /** A proxy's HTML page instead of JSON. */
    public static Fault html502() {
        return new Fault(
                "*",
                502,
                "<!DOCTYPE html><html lang=en><title>Error 502 (Server Error)!!1</title><p><b>502.</b> That's an"
                        + " error. <p>The server encountered a temporary error.</html>",
                Map.of("Content-Type", "text/html; charset=UTF-8"),
                1,
                null,
                Kind.RESPOND,
                Duration.ZERO);
    }

    public static Fault dropConnection() {
        return of(Kind.DROP_CONNECTION, Duration.ZERO);
    }

    public static Fault truncated() {
        return of(Kind.TRUNCATE_BODY, Duration.ZERO);
    }

    public static Fault hang(Duration delay) {
        return of(Kind.HANG, delay);
    }

    /** A JSON answer of your choice, once, to any method. */
    public static Fault respond(int status, String body) {
        return new Fault("*", status, body, JSON, 1, null, Kind.RESPOND, Duration.ZERO);
    }

    private static Fault oauth(int status, String error, String description) {
        return respond(
                        status,
                        "{\n  \"error\": \"" + error + "\",\n  \"error_description\": \"" + description + "\"\n}")
                .on("token");
    }

    private static Fault of(Kind kind, Duration delay) {
        return new Fault("*", 0, "", Map.of(), 1, null, kind, delay);
    }

    /** The same fault for this method only. */
    public Fault on(String onlyMethod) {
        return new Fault(onlyMethod, status, body, headers, count, account, kind, delay);
    }

    /** @param times how many calls it hits; -1: all until it is cleared */
    public Fault times(int times) {
        return new Fault(method, status, body, headers, times, account, kind, delay);
    }

    /** The same fault for calls of this address only. */
    public Fault forAccount(String email) {
        return new Fault(method, status, body, headers, count, email, kind, delay);
    }

    /** The same fault with one more header in the answer, such as Retry-After. */
    public Fault withHeader(String name, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new Fault(method, status, body, more, count, account, kind, delay);
    }

    boolean hits(String calledMethod, @Nullable String calledAccount) {
        return (method.equals("*") || method.equals(calledMethod))
                && (account == null || account.equalsIgnoreCase(calledAccount));
    }
}
