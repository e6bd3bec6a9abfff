package dev.mailkeep.workflows.mailbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When the grant has to be used: before a step when its access token is about to expire, and once a week in any case. */
final class Grant {

    /** An unused grant dies after six months: a weekly refresh leaves room for many failures. */
    private static final Duration KEEP_ALIVE = Duration.ofDays(7);

    private static final Duration KEEP_ALIVE_AGAIN = Duration.ofHours(1);
    private static final Duration TOKEN_MARGIN = Duration.ofMinutes(5);

    private @Nullable Instant tokenExpiresAt;
    private @Nullable Instant keepAliveAt;

    Grant(@Nullable Instant tokenExpiresAt, @Nullable Instant keepAliveAt) {
        this.tokenExpiresAt = tokenExpiresAt;
        this.keepAliveAt = keepAliveAt;
    }

    /** When the access token of the last refresh expires; null when there is none. */
    @Nullable
    Instant tokenExpiresAt() {
        return tokenExpiresAt;
    }

    boolean tokenNeedsRefresh() {
        return tokenExpiresAt == null || WorkflowClock.now().isAfter(tokenExpiresAt.minus(TOKEN_MARGIN));
    }

    void refreshed(Instant expiresAt) {
        tokenExpiresAt = expiresAt;
        keepAliveAt = WorkflowClock.now().plus(KEEP_ALIVE);
    }

    void forgetToken() {
        tokenExpiresAt = null;
    }

    /** When an idle mailbox has to use its grant again; null when it has never used it. */
    @Nullable
    Instant keepAliveAt() {
        return keepAliveAt;
    }

    void keepAliveFailed() {
        keepAliveAt = WorkflowClock.now().plus(KEEP_ALIVE_AGAIN);
    }
}
