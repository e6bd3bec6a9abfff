package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.token.Vault.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetsTest {

    @TempDir
    private Path folder;

    @Test
    void theKeysetFileIsCreatedOnceAndForThisUserOnly() throws IOException {
        KeysetFile file = file();
        byte[] ciphertext = new Vault(file.readOrCreate()).seal("secret", Place.verifier("a"));

        assertThat(new Vault(file.readOrCreate()).open(ciphertext, Place.verifier("a")))
                .isEqualTo("secret");

        assertOnlyThis(file, "rw-------");
    }

    @Test
    void aHalfWrittenFileIsNotUsedAsAKeyset() throws IOException {
        KeysetFile file = file();
        Files.writeString(folder.resolve("keyset.json.new"), "{\"primaryKe");

        file.readOrCreate();

        assertThat(file.content()).contains("AesGcmKey");
        assertOnlyThis(file, "rw-------");
    }

    @Test
    void aDamagedKeysetIsRefusedAndNeverReplaced() throws IOException {
        KeysetFile file = file();
        Files.writeString(file.path(), "{\"key\": \"top secret\"}");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(file::readOrCreate)
                .isInstanceOf(RefusedToStart.class)
                .hasMessageNotContaining("top secret")
                .hasNoCause();
        assertThatThrownBy(() -> file.change(Keysets::withNewKey)).isInstanceOf(RefusedToStart.class);

        assertThat(file.content()).contains("top secret");
        assertThatThrownBy(() -> new KeysetFile(folder.resolve("none.json"), KeysetFormat.CLEAR).read())
                .hasMessageContaining("none.json");
    }

    @Test
    void aChangeReplacesTheWholeFileAndKeepsItsPermissions() throws Exception {
        KeysetFile file = file();
        KeysetHandle before = file.readOrCreate();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("r--------"));

        KeysetHandle changed = file.change(Keysets::withNewKey);

        assertThat(file.read().equalsKeyset(changed)).isTrue();
        assertThat(changed.size()).isEqualTo(2);
        assertThat(changed.getPrimary().getId()).isEqualTo(before.getPrimary().getId());
        assertOnlyThis(file, "r--------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "r--r-----", "rw----r--", "rw-----w-", "r---w----"})
    void aFileThatOthersCanReadOrWriteIsRefused(String mode) throws Exception {
        KeysetFile file = file();
        file.readOrCreate();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(mode));

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                file::read, file::readOrCreate, file::content, () -> file.change(Keysets::withNewKey))) {
            assertThatThrownBy(use)
                    .isInstanceOf(RefusedToStart.class)
                    .hasMessageContaining("is open to others (" + mode + ")");
        }
    }

    @Test
    void aFileOfAnotherOwnerMayBeReadByTheGroupAsKubernetesMountsSecrets() throws Exception {
        KeysetFile file = file();
        file.readOrCreate();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("r--r-----"));
        try {
            Files.setOwner(
                    file.path(),
                    file.path().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        } catch (IOException notAllowed) {
            Assumptions.abort("only root may give a file away");
        }

        assertThat(file.read().size()).isEqualTo(1);

        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("r--r--r--"));
        assertThatThrownBy(file::read).hasMessageContaining("is open to others");
    }

    @Test
    void aLinkToTheFileStaysALink() throws Exception {
        KeysetFile file = file();
        file.readOrCreate();
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), file.path());

        new KeysetFile(link, KeysetFormat.CLEAR).change(Keysets::withNewKey);

        assertThat(link).isSymbolicLink();
        assertThat(file.read().size()).isEqualTo(2);
    }

    @Test
    void ofTwoChangesAtOnceOneIsRefused() throws Exception {
        KeysetFile file = file();
        file.readOrCreate();

        KeysetHandle changed = file.change(keyset -> {
            assertThatThrownBy(() -> file.change(Keysets::withNewKey))
                    .hasMessageContaining("Another command is changing the token keyset");
            return Keysets.withNewKey(keyset);
        });

        assertThat(file.read().equalsKeyset(changed)).isTrue();
        assertThat(file.read().size()).isEqualTo(2);
    }

    @Test
    void keysAreAddedPromotedAndTakenOut() {
        KeysetHandle first = Keysets.fresh();
        long old = Keysets.keys(first).get(0).id();
        byte[] ciphertext = new Vault(first).seal("secret", Place.verifier("a"));

        KeysetHandle added = Keysets.withNewKey(first);
        long added1 = Keysets.keys(added).get(1).id();
        assertThat(new Vault(added).primaryKeyId()).isEqualTo(old);
        assertThat(new Vault(added).keyIds()).containsExactlyInAnyOrder(old, added1);

        KeysetHandle promoted = Keysets.withPrimary(added, added1);
        assertThat(new Vault(promoted).primaryKeyId()).isEqualTo(added1);
        assertThat(new Vault(promoted).open(ciphertext, Place.verifier("a"))).isEqualTo("secret");

        KeysetHandle alone = Keysets.without(promoted, old);
        assertThat(new Vault(alone).keyIds()).containsExactly(added1);
        assertThatThrownBy(() -> new Vault(alone).open(ciphertext, Place.verifier("a")))
                .isInstanceOf(Vault.Sealed.class);
    }

    private KeysetFile file() {
        return new KeysetFile(folder.resolve("keyset.json"), KeysetFormat.CLEAR);
    }

    private void assertOnlyThis(KeysetFile file, String mode) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo(mode);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }
}
