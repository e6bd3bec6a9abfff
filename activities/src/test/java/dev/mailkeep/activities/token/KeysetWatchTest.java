package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.token.rotation.KeysetWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A running process uses the keyset that its file holds. */
class KeysetWatchTest {

    @RegisterExtension
    final RotationFixture process = new RotationFixture();

    @TempDir
    private Path folder;

    @Test
    void aChangedFileIsUsedAndATornOneIsNot() throws Exception {
        Path path = folder.resolve("keyset.json");
        Files.writeString(path, KeysetFormat.CLEAR.write(process.keyset));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        var file = new KeysetFile(path, KeysetFormat.CLEAR);
        var watch = new KeysetWatch(file, process.vault, process.jdbc);
        process.tokens.save(process.mailbox(), RotationFixture.granted(), "1//stored");
        assertThat(watch.loadIfChanged()).isFalse();

        KeysetHandle added = file.change(Keysets::withNewKey);
        assertThat(watch.loadIfChanged()).isTrue();
        assertThat(process.vault.keyIds()).hasSize(2).contains(process.oldKey);

        String whole = Files.readString(path);
        for (String unfit : List.of(
                whole.substring(0, whole.length() / 2),
                "",
                KeysetFormat.CLEAR.generate(),
                KeysetFormat.CLEAR.write(Keysets.without(
                        Keysets.withPrimary(added, Keysets.keys(added).get(1).id()), process.oldKey)))) {
            Files.writeString(path, unfit);
            assertThat(watch.loadIfChanged()).isFalse();
            assertThat(process.vault.keyIds()).hasSize(2).contains(process.oldKey);
            assertThat(process.vault.primaryKeyId()).isEqualTo(process.oldKey);
        }
        Files.delete(path);
        assertThat(watch.loadIfChanged()).isFalse();

        Files.writeString(path, whole);
        assertThat(watch.loadIfChanged()).as("open to others").isFalse();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        file.change(present ->
                Keysets.withPrimary(present, Keysets.keys(present).get(1).id()));
        assertThat(watch.loadIfChanged()).isTrue();
        assertThat(process.vault.primaryKeyId()).isNotEqualTo(process.oldKey);
        assertThat(watch.loadIfChanged()).isFalse();
    }

    @Test
    void aStartWithAKeysetThatStillHoldsTheOldKeyFitsAndOneWithoutTheNewDoesNot() {
        KeysetHandle before = process.keyset;
        new KeysetCheck(process.jdbc, process.vault);
        process.promote();
        process.reencryption.step();

        assertThat(new KeysetCheck(process.jdbc, new Vault(process.keyset)).fits())
                .isTrue();
        assertThat(new KeysetCheck(process.jdbc, new Vault(Keysets.without(process.keyset, process.oldKey))).fits())
                .isTrue();
        assertThat(new KeysetCheck(process.jdbc, new Vault(before)).fits()).isFalse();
    }
}
