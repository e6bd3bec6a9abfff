package dev.mailkeep.api.hooks;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.risc.RiscConfiguration;
import dev.mailkeep.activities.risc.SecurityEventTokens;
import dev.mailkeep.activities.risc.SecurityEventTokens.Reason;
import dev.mailkeep.activities.risc.SecurityEvents;
import dev.mailkeep.activities.risc.SecurityEvents.Effect;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Google delivers security event tokens (RFC 8935, push). What a token does is committed before the token is
 * acknowledged; if it could not be committed, the answer is 503, so that Google delivers the token again. Refusals are
 * counted and not logged, because anybody can cause them. The route exists only with {@code GOOGLE_RISC=on}.
 */
@Hidden
@RestController
@ConditionalOnProperty(name = "mailkeep.risc.receiver", havingValue = "on")
@Import(RiscConfiguration.class)
class RiscController {

    /** Google's tokens are about one kB. */
    private static final int MAX_BYTES = 64 * 1024;

    private final SecurityEventTokens tokens;
    private final SecurityEvents events;
    private final MailboxWorkflows workflows;
    private final MeterRegistry meters;

    RiscController(
            SecurityEventTokens tokens, SecurityEvents events, MailboxWorkflows workflows, MeterRegistry meters) {
        this.tokens = tokens;
        this.events = events;
        this.workflows = workflows;
        this.meters = meters;
    }

    /** RFC 8935, 2.3. */
    record Refusal(String err, String description) {}

    /** Reads the body whatever its content type is: the signature proves what it is. */
    @PostMapping("/hooks/risc")
    ResponseEntity<Refusal> receive(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            return refuse("malformed", "invalid_request", "The body is too long");
        }
        try {
            Effect effect = events.take(tokens.read(new String(body, StandardCharsets.UTF_8)));
            effect.mailboxes()
                    .forEach(mailbox -> workflows.accessRevoked(
                            new Target(mailbox.mailboxId(), mailbox.userId()), "SECURITY_EVENT"));
            count(effect.outcome().name());
            return ResponseEntity.accepted().build();
        } catch (SecurityEventTokens.Refused refused) {
            return refuse(refused.reason());
        } catch (GoogleFailure | DataAccessException | TransactionException later) {
            count("unavailable");
            throw later;
        }
    }

    private ResponseEntity<Refusal> refuse(Reason reason) {
        return switch (reason) {
            case MALFORMED -> refuse("malformed", "invalid_request", "This is not a security event token");
            case FORGED -> refuse("forged", "invalid_key", "It is not signed by Google");
            case OTHER_ISSUER -> refuse("foreign", "invalid_issuer", "It is not from Cross-Account Protection");
            case OTHER_AUDIENCE -> refuse("foreign", "invalid_audience", "It is not for this app");
            case WRONG_TIME -> refuse("stale", "invalid_request", "Its iat is weeks old or in the future");
        };
    }

    private ResponseEntity<Refusal> refuse(String outcome, String err, String description) {
        count(outcome);
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new Refusal(err, description));
    }

    private void count(String outcome) {
        meters.counter("mailkeep.hooks", "hook", "risc", "outcome", outcome.toLowerCase(Locale.ROOT))
                .increment();
    }
}
