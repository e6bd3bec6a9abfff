package dev.mailkeep.simulator.behaviour;

import dev.mailkeep.simulator.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The error bodies of Google's APIs: {@code {"error":{code,message,errors:[{message,domain,reason}],status,details}}}.
 * The texts are those seen in the field.
 */
public final class GoogleErrors {

    private GoogleErrors() {}

    public static String unauthenticated() {
        return body(
                401,
                "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other"
                        + " valid authentication credential. See"
                        + " https://developers.google.com/identity/sign-in/web/devconsole-project.",
                Map.of(
                        "message",
                        "Invalid Credentials",
                        "domain",
                        "global",
                        "reason",
                        "authError",
                        "location",
                        "Authorization",
                        "locationType",
                        "header"),
                "UNAUTHENTICATED",
                List.of());
    }

    public static String insufficientScope() {
        return body(
                403,
                "Request had insufficient authentication scopes.",
                reason("Insufficient Permission", "global", "insufficientPermissions"),
                "PERMISSION_DENIED",
                List.of(info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", Map.of("service", "gmail.googleapis.com"))));
    }

    public static String apiDisabled() {
        String link =
                "https://console.developers.google.com/apis/api/gmail.googleapis.com/overview?project=123456789012";
        String message = "Gmail API has not been used in project 123456789012 before or it is disabled. Enable it by"
                + " visiting " + link + " then retry. If you enabled this API recently, wait a few minutes for the"
                + " action to propagate to our systems and retry.";
        Map<String, Object> help = new LinkedHashMap<>();
        help.put("@type", "type.googleapis.com/google.rpc.Help");
        help.put("links", List.of(Map.of("description", "Google developers console API activation", "url", link)));
        return body(
                403,
                message,
                reason(message, "usageLimits", "accessNotConfigured"),
                "PERMISSION_DENIED",
                List.of(help, info("SERVICE_DISABLED", Map.of("service", "gmail.googleapis.com"))));
    }

    public static String domainPolicy() {
        String message = "The domain administrators have disabled Gmail apps.";
        return body(403, message, reason(message, "global", "domainPolicy"), "PERMISSION_DENIED", List.of());
    }

    public static String delegationDenied(String user) {
        String message = "Delegation denied for " + user;
        return body(403, message, reason(message, "global", "forbidden"), "PERMISSION_DENIED", List.of());
    }

    /** The answer of users.watch when Gmail may not publish to the topic. */
    public static String topicDenied(String message) {
        return body(403, message, reason(message, "global", "forbidden"), "PERMISSION_DENIED", List.of());
    }

    public static String topicNotFound(String message) {
        return body(404, message, reason(message, "global", "notFound"), "NOT_FOUND", List.of());
    }

    public static String noGmail() {
        String message = "Mail service not enabled";
        return body(400, message, reason(message, "global", "failedPrecondition"), "FAILED_PRECONDITION", List.of());
    }

    /** Like Gmail's own answer, with two spaces before "Retry" and without a Retry-After header. */
    public static String rateLimited(Instant retryAt) {
        String message = "User-rate limit exceeded.  Retry after " + retryAt;
        return body(403, message, reason(message, "usageLimits", "rateLimitExceeded"), "PERMISSION_DENIED", List.of());
    }

    public static String projectRateLimited() {
        String message = "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service"
                + " 'gmail.googleapis.com' for consumer 'project_number:123456789012'.";
        return body(
                403,
                message,
                reason(message, "usageLimits", "rateLimitExceeded"),
                "PERMISSION_DENIED",
                List.of(info("RATE_LIMIT_EXCEEDED", Map.of("quota_limit", "defaultPerMinutePerProject"))));
    }

    public static String tooManyConcurrent() {
        String message = "Too many concurrent requests for user";
        return body(429, message, reason(message, "usageLimits", "rateLimitExceeded"), "RESOURCE_EXHAUSTED", List.of());
    }

    public static String backendError(int status) {
        String message = status == 503 ? "The service is currently unavailable." : "Backend Error";
        String rpc = status == 503 ? "UNAVAILABLE" : status == 504 ? "DEADLINE_EXCEEDED" : "INTERNAL";
        return body(status, message, reason(message, "global", "backendError"), rpc, List.of());
    }

    public static String notFound() {
        String message = "Requested entity was not found.";
        return body(404, message, reason(message, "global", "notFound"), "NOT_FOUND", List.of());
    }

    public static String invalidArgument(String message) {
        return body(400, message, reason(message, "global", "invalidArgument"), "INVALID_ARGUMENT", List.of());
    }

    private static Map<String, String> reason(String message, String domain, String reason) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("domain", domain);
        error.put("reason", reason);
        return error;
    }

    private static Map<String, Object> info(String reason, Map<String, String> metadata) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        detail.put("reason", reason);
        detail.put("domain", "googleapis.com");
        detail.put("metadata", metadata);
        return detail;
    }

    private static String body(
            int code, String message, Map<String, String> first, String status, List<Map<String, Object>> details) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        error.put("errors", List.of(first));
        error.put("status", status);
        if (!details.isEmpty()) {
            error.put("details", details);
        }
        return Json.wire(Map.of("error", error));
    }
}
