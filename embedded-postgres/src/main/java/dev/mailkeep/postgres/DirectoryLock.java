package dev.mailkeep.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One process for each directory. The operating system releases the lock when the process ends, however it ends.
 *
 * <p>A process that opens the lock file a second time and closes it loses its lock (POSIX, and a warning in
 * {@link java.nio.channels.FileLock}), so the directories that this process holds are looked up first.
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
     * @param name of the lock file, without {@code .lock}
     * @throws DirectoryInUse when a living process, this one or another, has it
     */
    static DirectoryLock acquire(Path directory, String name) {
        if (!HELD_HERE.add(directory)) {
            throw new DirectoryInUse(directory);
        }
        try {
            return new DirectoryLock(directory, lock(directory, name));
        } catch (RuntimeException e) {
            HELD_HERE.remove(directory);
            throw e;
        }
    }

    private static FileChannel lock(Path directory, String name) {
        Path file = directory.resolve(name + ".lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new DirectoryInUse(directory);
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be locked.", e);
        }
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
