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
 * Why to go to Google; connect where nothing is said.
 *
 * @param loginHint the address that Google shall show first, to connect; to reconnect it is the mailbox's
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
     * @throws Problem when there is none of that name
     */
    Purpose reason() {
        try {
            return purpose == null ? Purpose.CONNECT : Purpose.valueOf(purpose.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "invalid-request", "That can't be", "There is no such purpose.", null);
        }
    }
}
