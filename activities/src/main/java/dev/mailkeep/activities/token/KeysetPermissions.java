package dev.mailkeep.activities.token;

import dev.mailkeep.activities.RefusedToStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * Allows only the owner to read a keyset file. The group may read it too if the owner is another user than the one that
 * runs Mailkeep, because Mailkeep then reads it by the group: Kubernetes mounts a secret with an {@code fsGroup} like
 * that, as {@code root:<fsGroup>} and 0440 (kubernetes.io, “Configure a Security Context for a Pod or Container”).
 */
final class KeysetPermissions {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private KeysetPermissions() {}

    /**
     * Accepts a file that nobody else can read or write, and any file on a file system without such permissions.
     *
     * @throws RefusedToStart when others can read or write it
     */
    static void require(Path file) throws IOException {
        PosixFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, PosixFileAttributes.class);
        } catch (UnsupportedOperationException noSuchPermissions) {
            return;
        }
        Set<PosixFilePermission> tooMuch = EnumSet.copyOf(OTHERS);
        if (attributes.owner().equals(self())) {
            tooMuch.add(PosixFilePermission.GROUP_READ);
        }
        tooMuch.retainAll(attributes.permissions());
        if (!tooMuch.isEmpty()) {
            throw new RefusedToStart("The token keyset in " + file + " is open to others ("
                    + PosixFilePermissions.toString(attributes.permissions())
                    + "): run chmod 600 on it, or mount it with mode 0440 for the group that Mailkeep runs in.");
        }
    }

    /** The user of this process, which may have no name, for example in a container. */
    private static UserPrincipal self() throws IOException {
        Path process = Path.of("/proc/self");
        return Files.exists(process)
                ? Files.getOwner(process)
                : process.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }
}
