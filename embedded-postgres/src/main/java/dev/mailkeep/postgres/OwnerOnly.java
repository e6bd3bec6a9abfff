package dev.mailkeep.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and directories that only their owner may read. On Windows, which has no such modes, as the system makes them. */
final class OwnerOnly {

    private static final Logger log = LoggerFactory.getLogger(OwnerOnly.class);
    private static final int SECRET_BYTES = 32;

    private OwnerOnly() {}

    /** The directory, made if it was missing, by its real path. */
    static Path directory(Path directory) {
        try {
            Files.createDirectories(directory);
            Path real = directory.toRealPath();
            restrict(real, "rwx------");
            return real;
        } catch (IOException e) {
            throw new UncheckedIOException("The data directory " + directory + " can't be made.", e);
        }
    }

    /** The secret a file keeps; a new one of 32 random bytes in base64url if there is no file yet. */
    static String secret(Path file) {
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            restrict(file, "rw-------");
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new CannotStart("The file " + file + " is empty, but should hold a password.");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file + " can't be read or made.", e);
        }
    }

    /** Written aside, forced to disk and renamed: a crash leaves the whole secret or none. */
    private static void create(Path file) throws IOException {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Path directory = file.toAbsolutePath().normalize().getParent();
        Path aside = Files.createTempFile(directory, "secret-", ".new"); // made with mode 0600
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void restrict(Path path, String mode) throws IOException {
        PosixFileAttributeView attributes = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (attributes == null) {
            return;
        }
        try {
            attributes.setPermissions(PosixFilePermissions.fromString(mode));
        } catch (FileSystemException e) {
            // A mounted volume may belong to another user. What is put into it is private all the same.
            log.warn("{} may be read by others: {}", path, e.getReason());
        }
    }
}
