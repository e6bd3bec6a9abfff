package dev.mailkeep.api.hooks;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.PushTokens;
import dev.mailkeep.api.settings.EmbeddedDefaults;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where Pub/Sub posts what Gmail published. Pub/Sub posts again unless it gets a success, so this answers with an error
 * only if posting again can help. Refusals are counted and not logged, because anybody can cause them.
 */
@Hidden
@RestController
@ConditionalOnBooleanProperty({EmbeddedDefaults.GMAIL_PUSH, EmbeddedDefaults.GMAIL_PUSH_ENDPOINT})
class GmailPushController {

    /** Google's messages are about half a kB. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final String BEARER = "Bearer ";

    private final PushTokens tokens;
    private final GmailPush push;

    GmailPushController(PushTokens tokens, GmailPush push) {
        this.tokens = tokens;
        this.push = push;
    }

    @PostMapping("/hooks/gmail")
    ResponseEntity<Void> receive(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            HttpServletRequest request)
            throws IOException {
        try {
            tokens.verify(bearer(authorization));
            byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
            push.takeEnvelope(body.length > MAX_BYTES ? new byte[0] : body);
            return ResponseEntity.noContent().build();
        } catch (PushTokens.Refused forged) {
            push.count("forged");
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        } catch (GoogleFailure | DataAccessException later) {
            push.count("unavailable");
            throw later;
        }
    }

    private static String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : "";
    }
}
