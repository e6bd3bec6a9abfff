package dev.mailkeep.api.embedded;

import dev.mailkeep.activities.RefusedToStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One Mailkeep a directory. The operating system lets go of the lock when the process ends, however it ends.
 *
 * <p>A process that opens the lock file a second time and closes it again would lose the lock it has (POSIX, and a warning
 * in {@link java.nio.channels.FileLock}), so what this process holds is looked up before the file is touched.
 */
final class DirectoryLock implements AutoCloseable {

    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory by its real path
     * @throws IllegalStateException when a living Mailkeep, this process or another, has it
     */
    static DirectoryLock acquire(Path directory) {
        if (!HELD_HERE.add(directory)) {
            throw taken(directory);
        }
        try {
            return new DirectoryLock(directory, lock(directory));
        } catch (RuntimeException e) {
            HELD_HERE.remove(directory);
            throw e;
        }
    }

    private static FileChannel lock(Path directory) {
        Path file = directory.resolve("mailkeep.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw taken(directory);
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be locked.", e);
        }
    }

    private static RefusedToStart taken(Path directory) {
        return new RefusedToStart("Another Mailkeep is running on " + directory
                + ". Stop it first, start this one from another directory, or set DATABASE_URL to share a PostgreSQL.");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock on " + directory + " can't be released.", e);
        } finally {
            HELD_HERE.remove(directory);
        }
    }
}
