package dev.mailkeep.api.connect;

import dev.mailkeep.api.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Size;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why the person is sent to Google; to connect, if no purpose is given.
 *
 * @param loginHint the address that Google preselects when connecting; when reconnecting, Google preselects the
 *     mailbox's address
 */
record Start(
        @Schema(allowableValues = {"connect", "reconnect", "signin"}) @Nullable
        String purpose,

        @Nullable UUID mailboxId,

        @Email @Nullable @Size(min = 1, max = 320) String loginHint) {

    static final Start TO_CONNECT = new Start(null, null, null);

    /**
     * The purpose.
     *
     * @throws Problem when no purpose has that name
     */
    Purpose reason() {
        try {
            return purpose == null ? Purpose.CONNECT : Purpose.valueOf(purpose.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "invalid-request",
                    "Invalid request",
                    "The purpose must be connect, reconnect or signin.",
                    null);
        }
    }
}
