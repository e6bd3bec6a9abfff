package dev.mailkeep.api.web;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** A failure with a stable type, a sentence for a person and, if there is one, the next action (RFC 9457). */
public final class Problem extends RuntimeException {

    private final HttpStatus status;
    private final String slug;
    private final String title;
    private final @Nullable NextAction nextAction;

    /**
     * A problem.
     *
     * @param slug the last part of its type; never changes
     * @param detail a sentence for a person
     */
    public Problem(HttpStatus status, String slug, String title, String detail, @Nullable NextAction nextAction) {
        super(detail, null, false, false);
        this.status = status;
        this.slug = slug;
        this.title = title;
        this.nextAction = nextAction;
    }

    /** The answer to an unknown id, and to the id of something that belongs to somebody else. */
    public static Problem notFound() {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "not-found",
                "Not found",
                "It does not exist, or it is not yours.",
                NextAction.open("Go to your mailboxes", "/"));
    }

    /** A request with a value that can't be read or is out of range. */
    public static Problem notPossible() {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "invalid-request",
                "Invalid request",
                "Something in the request is wrong.",
                null);
    }

    String slug() {
        return slug;
    }

    HttpStatus status() {
        return status;
    }

    ProblemDetail body() {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(status, String.valueOf(getMessage()));
        body.setType(URI.create("urn:mailkeep:problem:" + slug));
        body.setTitle(title);
        if (nextAction != null) {
            body.setProperty("nextAction", nextAction);
        }
        return body;
    }

    /** The answer to a request that can't be read, or that no route here answers. */
    static ProblemDetail notUnderstood(HttpStatusCode status) {
        ProblemDetail body = invalid(List.of());
        body.setStatus(status.value());
        return body;
    }

    /** An invalid field; an entry of {@code errors} in an {@code invalid-request}. */
    public record FieldError(String field, String message) {}

    /** The answer to a request with invalid fields. */
    public static ProblemDetail invalid(List<FieldError> errors) {
        ProblemDetail body = notPossible().body();
        if (!errors.isEmpty()) {
            body.setDetail(errors.get(0).message());
            body.setProperty("errors", errors);
        }
        return body;
    }
}
