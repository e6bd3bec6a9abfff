package dev.mailkeep.activities.token;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.RefusedToStart;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.UnaryOperator;

/**
 * The file that holds a keyset. It is replaced as a whole or not at all, because a torn keyset would cost every token.
 */
public final class KeysetFile {

    private final Path path;
    private final KeysetFormat format;

    public KeysetFile(Path path, KeysetFormat format) {
        this.path = path;
        this.format = format;
    }

    /** The file can't be written or replaced; carries the keyset that it should hold. */
    public static final class ReadOnly extends Exception {
        private final transient KeysetHandle changed;

        ReadOnly(KeysetHandle changed, IOException cause) {
            super("The keyset file can't be replaced", cause);
            this.changed = changed;
        }

        public KeysetHandle changed() {
            return changed;
        }
    }

    public Path path() {
        return path;
    }

    /**
     * The content of the file.
     *
     * @throws RefusedToStart when others can read it
     */
    public String content() throws IOException {
        KeysetPermissions.require(path);
        return Files.readString(path);
    }

    /** Parses a content of the file. */
    public KeysetHandle parse(String content) {
        return format.parse(content);
    }

    /**
     * Reads the keyset.
     *
     * @throws RefusedToStart when there is no keyset that may be used
     */
    public KeysetHandle read() {
        try {
            return parse(content());
        } catch (IOException unreadable) {
            throw new RefusedToStart(
                    "The token keyset can't be read from " + path + " ("
                            + unreadable.getClass().getSimpleName() + ").",
                    unreadable);
        }
    }

    /** Reads the keyset of the embedded mode. At the first start, makes one that only this user can read. */
    public KeysetHandle readOrCreate() {
        if (Files.exists(path)) {
            return read();
        }
        try {
            Path unfinished = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(unfinished);
            write(unfinished, Keysets.fresh());
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            return read();
        } catch (IOException failed) {
            throw new RefusedToStart("The token keyset can't be written to " + path + ".", failed);
        }
    }

    /**
     * Replaces the keyset by a changed one, with the same owner and mode. If two changes come at once, one is refused,
     * so that neither undoes the other.
     *
     * @throws ReadOnly when the change is valid but can't be written here
     * @throws RefusedToStart when the present keyset can't be read, or is being changed
     */
    public KeysetHandle change(UnaryOperator<KeysetHandle> change) throws ReadOnly {
        Path real = real();
        try {
            KeysetPermissions.require(real);
        } catch (IOException unreadable) {
            throw new RefusedToStart("The token keyset can't be read from " + path + ".", unreadable);
        }
        try (FileChannel present = FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = lock(present)) {
            KeysetHandle changed = change.apply(locked(present, lock, real));
            try {
                replace(real, changed);
            } catch (IOException readOnly) {
                throw new ReadOnly(changed, readOnly);
            }
            return changed;
        } catch (IOException readOnly) {
            throw new ReadOnly(change.apply(read()), readOnly);
        }
    }

    /** Follows a link, as secrets are often mounted by one; the link stays. */
    private Path real() {
        try {
            return path.toRealPath();
        } catch (IOException missing) {
            throw new RefusedToStart("There is no token keyset at " + path + ".", missing);
        }
    }

    private static FileLock lock(FileChannel present) throws IOException {
        try {
            FileLock lock = present.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException here) {
            // Another thread of this process holds the lock.
        }
        throw new RefusedToStart("Another command is changing the token keyset. Try again when it is done.");
    }

    /**
     * Reads the locked file and requires that it is still the current one: another command may have replaced the file
     * before the lock.
     */
    private KeysetHandle locked(FileChannel present, FileLock lock, Path real) throws IOException {
        var bytes = ByteBuffer.allocate((int) present.size());
        while (bytes.hasRemaining() && present.read(bytes) >= 0) {
            // Read on.
        }
        String content = new String(bytes.array(), StandardCharsets.UTF_8);
        if (!lock.isValid() || !content.equals(Files.readString(real))) {
            throw new RefusedToStart("The token keyset has just been changed by another command. Try again.");
        }
        return parse(content);
    }

    private void replace(Path real, KeysetHandle changed) throws IOException {
        Path unfinished = real.resolveSibling(real.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try {
            write(unfinished, changed);
            PosixFileAttributes before = Files.readAttributes(real, PosixFileAttributes.class);
            PosixFileAttributeView after = Files.getFileAttributeView(unfinished, PosixFileAttributeView.class);
            if (!before.owner().equals(after.getOwner())) {
                // The user that runs Mailkeep must be able to read what its administrator has changed.
                after.setOwner(before.owner());
            }
            after.setGroup(before.group());
            after.setPermissions(before.permissions());
            Files.move(unfinished, real, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        try (FileChannel directory = FileChannel.open(real.resolveSibling(""), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private void write(Path unfinished, KeysetHandle keyset) throws IOException {
        String content = format.write(keyset) + "\n";
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(content));
            channel.force(true);
        }
    }
}
