package dev.mailkeep.postgres;

import java.nio.file.Path;

/** A living process, this one or another, has the directory. It was left alone. */
public final class DirectoryInUse extends CannotStart {

    private final transient Path directory;

    DirectoryInUse(Path directory) {
        super("Another process keeps its PostgreSQL in " + directory + ".");
        this.directory = directory;
    }

    /** The directory, by its real path. */
    public Path directory() {
        return directory;
    }
}
