package dev.mailkeep.activities.google;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import dev.mailkeep.activities.google.GoogleFailure.Throttled.Limit;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Google's errors into their meaning. The status alone does not tell: 403 can mean "wait" or "never again", so
 * the reason decides (Gmail API, "Resolve errors"; OAuth 2.0 for Web Server Applications, "Errors").
 */
final class GoogleErrors {

    private static final Logger log = LoggerFactory.getLogger(GoogleErrors.class);

    private static final Set<String> WAIT = Set.of(
            "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "RATE_LIMIT_EXCEEDED");
    private static final Set<String> SCOPE = Set.of("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT");

    /**
     * Reasons that concern the Cloud project rather than a mailbox, and our words for them (google.api.ErrorReason in
     * googleapis/google/api/error_reason.proto).
     */
    private static final Map<String, String> OF_THE_PROJECT = Map.of(
            "accessNotConfigured", "gmail_api_disabled",
            "SERVICE_DISABLED", "gmail_api_disabled",
            "SERVICE_NOT_ACTIVATED", "gmail_api_disabled",
            "CONSUMER_SUSPENDED", "consumer_suspended",
            "CONSUMER_INVALID", "consumer_invalid",
            "BILLING_DISABLED", "billing_disabled");

    private GoogleErrors() {}

    /** What a failed Gmail call means. */
    static GoogleFailure ofGmail(IOException failure) {
        if (failure instanceof GoogleJsonResponseException json) {
            GoogleFailure meaning = ofGmail(
                    json.getStatusCode(),
                    json.getDetails(),
                    json.getHeaders().getRetryAfter(),
                    json.getHeaders().getDate());
            log.debug(
                    "Gmail answered {} meaning {}",
                    json.getStatusCode(),
                    meaning.getClass().getSimpleName());
            return meaning;
        }
        if (failure instanceof HttpResponseException http) {
            return ofGmail(
                    http.getStatusCode(),
                    null,
                    http.getHeaders().getRetryAfter(),
                    http.getHeaders().getDate());
        }
        log.debug("Gmail could not be reached: {}", failure.getClass().getSimpleName());
        return new GoogleFailure.Unavailable("Gmail could not be reached");
    }

    private static GoogleFailure ofGmail(
            int status, @Nullable GoogleJsonError error, @Nullable String retryAfter, @Nullable String date) {
        if (error == null && status != 429) {
            // This is not Gmail's own answer. The page of a proxy or of a captive portal must not end a grant or lose a
            // message.
            return new GoogleFailure.Unavailable("Something other than Gmail answered " + status);
        }
        Set<String> reasons = error == null ? Set.of() : reasons(error);
        String text = error == null || error.getMessage() == null ? "" : error.getMessage();
        if (status == 401) {
            return new GoogleFailure.Unauthorized();
        }
        if (status == 429 || (status == 403 && contains(reasons, WAIT))) {
            return new GoogleFailure.Throttled(RetryAfter.of(text, retryAfter, date), limit(text));
        }
        if (status == 403 && contains(reasons, SCOPE)) {
            return new GoogleFailure.ScopeMissing();
        }
        if (status == 403 && contains(reasons, OF_THE_PROJECT.keySet())) {
            return new GoogleFailure.OperatorFault(reasons.stream()
                    .map(OF_THE_PROJECT::get)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElseThrow());
        }
        if (status == 403 && reasons.contains("domainPolicy")) {
            return new GoogleFailure.Blocked(GoogleFailure.Blocked.Reason.ADMIN_POLICY);
        }
        if (status == 403) {
            return new GoogleFailure.Forbidden();
        }
        if (status == 404) {
            return new GoogleFailure.NotFound();
        }
        if (status == 400 && reasons.contains("failedPrecondition")) {
            // "Precondition check failed." comes and goes on healthy mailboxes; only a missing service is final.
            return text.contains("Mail service not enabled")
                    ? new GoogleFailure.Blocked(GoogleFailure.Blocked.Reason.NO_GMAIL)
                    : new GoogleFailure.Unavailable("Gmail is not ready");
        }
        if (status == 400) {
            return new GoogleFailure.BadRequest();
        }
        return new GoogleFailure.Unavailable("Gmail answered " + status);
    }

    /**
     * What an error of the token endpoint means.
     *
     * @param body the parsed answer; empty when it was not JSON
     * @param retryAfter the Retry-After header; {@code date} is the Date header of the same answer
     */
    static GoogleFailure ofTokenEndpoint(
            int status, Map<String, Object> body, @Nullable String retryAfter, @Nullable String date) {
        String error = text(body, "error");
        String description = text(body, "error_description");
        log.debug("Token endpoint answered {}", status);
        if (status == 429 || error.startsWith("rate_limit") || isQuotaError(status, body)) {
            return new GoogleFailure.Throttled(RetryAfter.of(description, retryAfter, date), Limit.ACCOUNT);
        }
        return switch (error) {
            case "invalid_grant" ->
                new GoogleFailure.GrantRevoked(revocation(text(body, "error_subtype"), description));
            case "admin_policy_enforced", "org_internal", "access_denied" ->
                new GoogleFailure.Blocked(GoogleFailure.Blocked.Reason.ADMIN_POLICY);
            case "invalid_client",
                    "unauthorized_client",
                    "redirect_uri_mismatch",
                    "unsupported_grant_type",
                    "invalid_request",
                    "deleted_client",
                    "disabled_client" -> new GoogleFailure.OperatorFault(error);
            default -> new GoogleFailure.Unavailable("The token endpoint answered " + status);
        };
    }

    /** Quota errors have the form of Google's other APIs: {@code error} is an object instead of OAuth's string. */
    private static boolean isQuotaError(int status, Map<String, Object> body) {
        return status == 403 && body.get("error") instanceof Map;
    }

    private static RevocationCause revocation(String subtype, String description) {
        if (subtype.equals("invalid_rapt")) {
            return RevocationCause.SIGN_IN_AGAIN;
        }
        String lower = description.toLowerCase(Locale.ROOT);
        return lower.contains("account") && (lower.contains("deleted") || lower.contains("disabled"))
                ? RevocationCause.ACCOUNT_GONE
                : RevocationCause.REVOKED;
    }

    private static Set<String> reasons(GoogleJsonError error) {
        var reasons = new HashSet<String>();
        if (error.getErrors() != null) {
            error.getErrors().stream()
                    .map(GoogleJsonError.ErrorInfo::getReason)
                    .filter(Objects::nonNull)
                    .forEach(reasons::add);
        }
        List<GoogleJsonError.Details> details = error.getDetails();
        if (details != null) {
            details.stream()
                    .map(GoogleJsonError.Details::getReason)
                    .filter(Objects::nonNull)
                    .forEach(reasons::add);
        }
        return reasons;
    }

    private static boolean contains(Set<String> reasons, Set<String> any) {
        return reasons.stream().anyMatch(any::contains);
    }

    /**
     * Finds out which limit was exceeded. Only the text tells: for an account's limit it names the user, for the
     * project's limit the project.
     */
    private static Limit limit(String text) {
        if (text.contains("concurrent")) {
            return Limit.AT_ONCE;
        }
        boolean project = text.contains("project_number:") && !text.contains("per user");
        return project ? Limit.PROJECT : Limit.ACCOUNT;
    }

    private static String text(Map<String, Object> body, String key) {
        return body.get(key) instanceof String text ? text : "";
    }
}
