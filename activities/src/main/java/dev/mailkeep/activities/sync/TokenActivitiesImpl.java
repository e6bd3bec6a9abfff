package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.Backoff;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.sync.attempt.ActivityRunner;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.activities.token.Revocations;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.TokenActivities;
import dev.mailkeep.workflows.contract.TokenExpiry;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/** {@link TokenActivities} on Google's token endpoint and the vault. */
@Component
final class TokenActivitiesImpl implements TokenActivities {

    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration JITTER = Duration.ofSeconds(10);

    private final ActivityRunner runner;
    private final AccessTokens tokens;
    private final Revocations revocations;

    TokenActivitiesImpl(ActivityRunner runner, AccessTokens tokens, Revocations revocations) {
        this.runner = runner;
        this.tokens = tokens;
        this.revocations = revocations;
    }

    @Override
    public TokenExpiry refreshToken(UUID mailboxId) {
        return runner.run(mailboxId, session -> {
            try {
                return new TokenExpiry(
                        tokens.refresh(session.row().owner(), session.row().generation()));
            } catch (GoogleFailure.Throttled throttled) {
                throw ApplicationFailure.newBuilder()
                        .setMessage("Google asked Mailkeep to slow down")
                        .setType(FailureTypes.THROTTLED)
                        .setNextRetryDelay(
                                Backoff.asked(throttled.until(), USUAL, LONGEST).plus(jitter()))
                        .build();
            }
        });
    }

    @Override
    public void revokeGrant(UUID mailboxId) {
        tokens.forget(mailboxId);
        // This step does not need the mailbox's row, which may be deleted before the grant is revoked.
        runner.guard(mailboxId, () -> {
            try {
                revocations.revokePending(mailboxId);
            } catch (GoogleFailure away) {
                throw ApplicationFailure.newFailure("Google could not be used", FailureTypes.GOOGLE_UNAVAILABLE);
            }
            return true;
        });
    }

    /** All mailboxes share the back-off and must not retry in the same instant. */
    private static Duration jitter() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(JITTER.toMillis()));
    }
}
