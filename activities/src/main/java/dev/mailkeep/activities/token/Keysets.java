package dev.mailkeep.activities.token;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.mailkeep.activities.RefusedToStart;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vault's keyset: the primary key, which encrypts, and other keys that still decrypt. A change makes a new keyset.
 * Keys are named by their ids, from 0 to 2³²-1; every ciphertext begins with the id of its key.
 */
public final class Keysets {

    /** Tink's configuration, with authenticated encryption (AEAD) registered. */
    static final Configuration TINK = configuration();

    private Keysets() {}

    private static Configuration configuration() {
        try {
            AeadConfig.register();
            return RegistryConfiguration.get();
        } catch (GeneralSecurityException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * One key of a keyset.
     *
     * @param id unsigned, as Tink prints it
     */
    public record Key(long id, boolean primary, boolean enabled) {}

    /** A new keyset with one AES-256-GCM key. */
    public static KeysetHandle fresh() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink can't make a key", impossible);
        }
    }

    /** The keys of a keyset. */
    public static List<Key> keys(KeysetHandle keyset) {
        return IntStream.range(0, keyset.size())
                .mapToObj(keyset::getAt)
                .map(entry -> new Key(
                        Integer.toUnsignedLong(entry.getId()),
                        entry.isPrimary(),
                        entry.getStatus() == KeyStatus.ENABLED))
                .toList();
    }

    /** The keyset with one more AES-256-GCM key, which only decrypts for now. */
    public static KeysetHandle withNewKey(KeysetHandle keyset) {
        return build(KeysetHandle.newBuilder(keyset)
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** The keyset with another of its keys as the primary one. */
    public static KeysetHandle withPrimary(KeysetHandle keyset, long id) {
        KeysetHandle.Builder changed = KeysetHandle.newBuilder(keyset);
        changed.getAt(indexOf(keyset, id)).makePrimary();
        return build(changed);
    }

    /** The keyset without one of its keys, which must not be the primary one. */
    public static KeysetHandle without(KeysetHandle keyset, long id) {
        return build(KeysetHandle.newBuilder(keyset).deleteAt(indexOf(keyset, id)));
    }

    /**
     * Refuses keys that are too weak or publicly known.
     *
     * @throws RefusedToStart when a key is refused
     */
    @AccessesPartialKey
    static void requireFit(KeysetHandle keyset) {
        for (int i = 0; i < keyset.size(); i++) {
            String id = Integer.toUnsignedString(keyset.getAt(i).getId());
            if (!(keyset.getAt(i).getKey() instanceof AesGcmKey key)
                    || key.getParameters().getKeySizeBytes() != 32
                    || key.getParameters().getVariant() != AesGcmParameters.Variant.TINK) {
                throw new RefusedToStart(
                        "Key " + id + " of the token keyset is not an AES-256-GCM key with Tink's prefix."
                                + " Make a keyset with “keys generate”.");
            }
            if (SampleKeys.contain(key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get()))) {
                throw new RefusedToStart("Key " + id + " of the token keyset is a sample that anybody can know."
                        + " Make a keyset of your own with “keys generate”.");
            }
        }
    }

    private static int indexOf(KeysetHandle keyset, long id) {
        return IntStream.range(0, keyset.size())
                .filter(i -> Integer.toUnsignedLong(keyset.getAt(i).getId()) == id)
                .findFirst()
                .orElseThrow();
    }

    private static KeysetHandle build(KeysetHandle.Builder changed) {
        try {
            return changed.build();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Tink can't change the keyset", impossible);
        }
    }
}
