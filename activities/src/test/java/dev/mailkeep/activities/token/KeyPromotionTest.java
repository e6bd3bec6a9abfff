package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.token.rotation.RotationRefused;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a key may become the primary one. */
class KeyPromotionTest {

    @RegisterExtension
    final RotationFixture process = new RotationFixture();

    @Test
    void aKeyIsNotPromotedWhileARunningProcessLacksIt() {
        var otherProcess = new Vault(process.keyset);
        UUID here = UUID.randomUUID();
        UUID there = UUID.randomUUID();
        KeysetHandle added = Keysets.withNewKey(process.keyset);
        long fresh = Keysets.keys(added).get(1).id();
        process.vault.use(added);
        process.readers.present(here, process.vault);
        process.readers.present(there, otherProcess);

        assertThatThrownBy(() -> process.rotation.requirePromotable(Keysets.keys(added), fresh))
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("a running process without key " + fresh);

        otherProcess.use(added);
        process.readers.present(there, otherProcess);
        process.rotation.requirePromotable(Keysets.keys(added), fresh);
        assertThatThrownBy(() -> process.rotation.requirePromotable(Keysets.keys(added), 17))
                .hasMessageContaining("has no key 17");
    }

    @Test
    void aProcessThatEndedOrFellSilentPreventsNoPromotion() {
        UUID silent = UUID.randomUUID();
        UUID ended = UUID.randomUUID();
        process.readers.present(silent, process.vault);
        process.readers.present(ended, process.vault);
        KeysetHandle added = Keysets.withNewKey(process.keyset);
        long fresh = Keysets.keys(added).get(1).id();

        process.readers.gone(ended);
        process.jdbc
                .sql("update keyset_readers set seen_at = now() - interval '61 seconds'")
                .update();

        process.rotation.requirePromotable(Keysets.keys(added), fresh);
    }
}
