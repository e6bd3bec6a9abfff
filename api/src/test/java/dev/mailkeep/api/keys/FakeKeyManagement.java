package dev.mailkeep.api.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import dev.mailkeep.activities.token.Keysets;
import java.security.GeneralSecurityException;

/** Stands for a key management service, none of which can be reached from a test: one key, which lives as long as this JVM. */
public final class FakeKeyManagement implements KmsClient {

    static final String KEY = "fake-kms://mailkeep";

    private static final Aead AEAD = aead();

    private static Aead aead() {
        try {
            return Keysets.fresh().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean doesSupport(String uri) {
        return uri.equals(KEY);
    }

    @Override
    public KmsClient withCredentials(String path) {
        return this;
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String uri) {
        return AEAD;
    }
}
