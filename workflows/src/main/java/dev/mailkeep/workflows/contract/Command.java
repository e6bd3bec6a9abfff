package dev.mailkeep.workflows.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person asks of a mailbox.
 *
 * @param kind what is asked
 * @param version the row's command version under which the API has already written it down; null when it comes from
 *     elsewhere (the Temporal UI), so that it is not in the row yet
 * @param since for {@link Kind#RESYNC}: list again only what arrived from then on; null for everything
 */
public record Command(
        Kind kind, @Nullable Long version, @Nullable Instant since) {

    /** What can be asked. */
    public enum Kind {
        PAUSE,
        RESUME,
        RESYNC,
        DISCONNECT
    }

    public static Command of(Kind kind, @Nullable Long version) {
        return new Command(kind, version, null);
    }
}
