package dev.mailkeep.api.web;

import dev.mailkeep.activities.Loggable;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.OperatorFaults;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.token.Vault;
import jakarta.validation.ConstraintViolationException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns failures into problem details. This is the one place where failures get words for the page. */
@RestControllerAdvice
class ProblemHandling extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandling.class);

    private final Refusals refusals;
    private final DatabaseProblems database;

    ProblemHandling(Refusals refusals, DatabaseProblems database) {
        this.refusals = refusals;
        this.database = database;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(Problem problem) {
        refusals.count(problem);
        return ResponseEntity.status(problem.status()).body(problem.body());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notASender(Sender.Invalid invalid) {
        String message = String.valueOf(invalid.getMessage());
        return ResponseEntity.badRequest().body(Problem.invalid(List.of(new Problem.FieldError("senders", message))));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> outOfRange(ConstraintViolationException violation) {
        return ResponseEntity.badRequest().body(Problem.invalid(List.of()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> google(GoogleFailure failure) {
        return problem(of(failure));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> wrongKey(Vault.Sealed sealedSecret) {
        log.error("A stored secret can't be decrypted with the present keyset");
        return problem(operatorFault());
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> database(Exception failure) {
        return problem(database.of(failure));
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<Problem.FieldError> errors = invalid.getBindingResult().getFieldErrors().stream()
                .map(error -> new Problem.FieldError(error.getField(), String.valueOf(error.getDefaultMessage())))
                .toList();
        return ResponseEntity.badRequest().body(Problem.invalid(errors));
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException missing, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .body(Problem.notFound().body());
    }

    /** A malformed id answers 404, like an unknown one. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException mismatch, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        boolean inThePath = mismatch instanceof MethodArgumentTypeMismatchException argument
                && argument.getParameter().hasParameterAnnotation(PathVariable.class);
        return inThePath
                ? ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .body(Problem.notFound().body())
                : super.handleTypeMismatch(mismatch, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return ResponseEntity.status(problem.status()).body(problem.body());
            }
        }
        return super.handleHttpMessageNotReadable(unreadable, headers, status, request);
    }

    /** Replaces Spring's own description of a bad request, because it may repeat parts of the request. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        // Set the type even if the Accept header can't be read: the client still gets a problem.
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return status.is4xxClientError()
                ? new ResponseEntity<>(Problem.notUnderstood(status), headers, status)
                : new ResponseEntity<>(unexpected(failure).body(), headers, HttpStatus.INTERNAL_SERVER_ERROR);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> defect(RuntimeException defect) {
        if (defect instanceof AccessDeniedException || defect instanceof AuthenticationException) {
            // Spring Security answers these.
            throw defect;
        }
        return problem(unexpected(defect));
    }

    private static Problem unexpected(Exception defect) {
        log.error("A request failed: {} at {}", Loggable.types(defect), Loggable.place(defect));
        return unexpected();
    }

    static Problem unexpected() {
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "unexpected",
                "Something went wrong in Mailkeep",
                "This is a fault in Mailkeep and not your doing. The person who runs this Mailkeep can find it in the log.",
                NextAction.retry());
    }

    private static Problem operatorFault() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "operator-fault",
                "This Mailkeep is not set up right",
                "Something in this Mailkeep's set-up is wrong. The person who runs it can find the reason in the log.",
                null);
    }

    private static Problem of(GoogleFailure failure) {
        if (failure instanceof GoogleFailure.OperatorFault fault) {
            log.error("{}: {}", fault.code(), OperatorFaults.remedy(fault.code()));
            return operatorFault();
        }
        if (failure instanceof GoogleFailure.Throttled) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "google-unavailable",
                    "Google is limiting requests",
                    "Google limits how many requests a mailbox may get. Try again in a minute.",
                    NextAction.retry());
        }
        if (failure instanceof GoogleFailure.GrantRevoked || failure instanceof GoogleFailure.ScopeMissing) {
            return new Problem(
                    HttpStatus.CONFLICT,
                    "conflict",
                    "The mailbox needs to be reconnected",
                    "Google no longer honours the access to this mailbox. Reconnect it, then try again.",
                    null);
        }
        if (failure instanceof GoogleFailure.Forbidden) {
            return new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "google-unavailable",
                    "Gmail refuses this account's mail",
                    "Gmail refuses and does not say why. Google may have suspended or restricted the account: open Gmail"
                            + " with it in a browser to see, then try again.",
                    NextAction.retry());
        }
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "google-unavailable",
                "Google can't be reached",
                "Google does not answer as it should. Try again in a moment.",
                NextAction.retry());
    }
}
