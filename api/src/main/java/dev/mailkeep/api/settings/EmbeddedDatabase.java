package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.postgres.BinariesMissing;
import dev.mailkeep.postgres.CannotStart;
import dev.mailkeep.postgres.DirectoryInUse;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import java.nio.file.Path;
import java.util.Optional;

/** Starts the PostgreSQL in the data directory, and explains in Mailkeep's words why it does not start. */
final class EmbeddedDatabase {

    private static final String NAME = "mailkeep";

    private EmbeddedDatabase() {}

    /** @throws RefusedToStart when it can't be started */
    static EmbeddedPostgresServer start(Path dataDirectory) {
        try {
            return EmbeddedPostgresServer.start(dataDirectory, NAME);
        } catch (DirectoryInUse used) {
            throw new RefusedToStart(
                    "Another Mailkeep is running on " + used.directory()
                            + ". Stop it first, start this one from another directory, or set DATABASE_URL to share a PostgreSQL.");
        } catch (BinariesMissing missing) {
            throw new RefusedToStart("This jar contains no PostgreSQL for " + missing.system()
                    + ". Set DATABASE_URL, or start Mailkeep with ./mailkeep, which downloads one for this machine.");
        } catch (CannotStart failed) {
            throw new RefusedToStart(failed.getMessage(), failed);
        }
    }

    /** The PostgreSQL that a running Mailkeep has started. */
    static Optional<EmbeddedPostgresServer.Running> running(Path dataDirectory) {
        return EmbeddedPostgresServer.running(dataDirectory, NAME);
    }
}
