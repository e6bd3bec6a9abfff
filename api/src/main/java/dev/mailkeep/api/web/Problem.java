package dev.mailkeep.api.web;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** Something went wrong, with a stable type, a sentence for a person and, where there is one, the way on (RFC 9457). */
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

    /** What another's id and a made-up one both get. */
    public static Problem notFound() {
        return new Problem(
                HttpStatus.NOT_FOUND,
                "not-found",
                "Not found",
                "There is nothing here, or it is not yours.",
                NextAction.open("Go to your mailboxes", "/"));
    }

    /** What can't be read, or can't be. */
    public static Problem notPossible() {
        return new Problem(
                HttpStatus.BAD_REQUEST,
                "invalid-request",
                "That can't be",
                "Something in the request is not right.",
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

    /** A request that can't be read, or that nothing here answers. */
    static ProblemDetail notUnderstood(HttpStatusCode status) {
        ProblemDetail body = invalid(List.of());
        body.setStatus(status.value());
        return body;
    }

    /** A field that can't be what it is; {@code errors} of an {@code invalid-request}. */
    public record FieldError(String field, String message) {}

    /** A request with fields that can't be what they are. */
    public static ProblemDetail invalid(List<FieldError> errors) {
        ProblemDetail body = notPossible().body();
        if (!errors.isEmpty()) {
            body.setDetail(errors.get(0).message());
            body.setProperty("errors", errors);
        }
        return body;
    }
}
