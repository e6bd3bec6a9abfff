package dev.mailkeep.api.mailbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.workflows.mailbox.MailboxStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mailbox as the page sees it.
 *
 * @param cause a constant word for the reason of NEEDS_RECONNECT, BLOCKED and DEGRADED
 * @param explanationTitle the reason in a few words for a person
 * @param explanation the reason in a sentence for a person
 * @param nextAttemptAt when a DEGRADED mailbox is tried again
 * @param syncInterval ISO 8601, {@code PT5M}
 * @param queued messages found and not yet stored
 * @param completeAsOf everything that arrived until then is stored
 */
record Mailbox(
        UUID id,
        String email,
        MailboxStatus status,
        @Nullable String cause,
        @Nullable String explanationTitle,
        @Nullable String explanation,
        @Nullable NextAction nextAction,
        @Nullable Instant nextAttemptAt,
        List<String> senders,
        String syncInterval,
        Instant connectedAt,
        @Nullable Instant lastSyncedAt,
        @Nullable Instant nextSyncAt,
        @Nullable Instant throttledUntil,
        int messages,
        int queued,
        int quarantined,
        @JsonProperty("import") ImportProgress importProgress,
        @Nullable Instant completeAsOf) {

    /**
     * The import under way, or the last one.
     *
     * @param finding whether Gmail is still being searched, so that {@code found} still grows
     * @param eta when the import will be done at the rate that the quota allows; absent while that is not known
     */
    record ImportProgress(
            int found,
            int stored,
            boolean finding,
            @Nullable Instant eta) {}
}
