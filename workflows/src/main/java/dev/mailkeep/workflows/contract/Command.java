package dev.mailkeep.workflows.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person or an operator wants of a mailbox.
 *
 * @param kind what is wanted
 * @param version the row's command version under which the API has already written the command to the row; null when it
 *     comes from elsewhere (the Temporal UI) and is not in the row yet
 * @param since for {@link Kind#RESYNC}: lists only mail that arrived from then on; null for all mail
 */
public record Command(
        Kind kind, @Nullable Long version, @Nullable Instant since) {

    /** The kinds of commands. */
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
