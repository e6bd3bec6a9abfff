package dev.mailkeep.activities.token;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/** Where the vault's keyset comes from: Tink's JSON, in the environment or in a file. */
public final class Keysets {

    static {
        try {
            AeadConfig.register();
        } catch (GeneralSecurityException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private Keysets() {}

    /**
     * Reads a keyset.
     *
     * @param json Tink's JSON keyset format, unencrypted
     * @throws IllegalArgumentException when it is not a keyset; the message holds nothing of it
     */
    public static KeysetHandle parse(String json) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(
                    json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException unreadable) {
            throw new IllegalArgumentException("The token keyset is not a Tink keyset in JSON");
        }
    }

    /** Reads a keyset from a file. */
    public static KeysetHandle read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The token keyset can't be read from " + file, unreadable);
        }
    }

    /** Reads the keyset of the embedded mode, or makes one: AES-256-GCM, readable by this user only. */
    public static KeysetHandle readOrCreate(Path file) {
        if (Files.exists(file)) {
            return read(file);
        }
        try {
            // Written whole and forced to disk under another name first: a torn keyset would cost every token.
            Path unfinished = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(generate()));
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return read(file);
        } catch (IOException failed) {
            throw new UncheckedIOException("The token keyset can't be written to " + file, failed);
        }
    }

    /** A new keyset with one AES-256-GCM key, in Tink's JSON. */
    public static String generate() {
        try {
            KeysetHandle fresh =
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
            return TinkJsonProtoKeysetFormat.serializeKeyset(
                    fresh, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink can't make a key", impossible);
        }
    }
}
