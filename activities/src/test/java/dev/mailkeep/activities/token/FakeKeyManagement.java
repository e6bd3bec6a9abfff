package dev.mailkeep.activities.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import java.security.GeneralSecurityException;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for a key management service: each address names a key, which exists as long as this JVM. */
public final class FakeKeyManagement implements KmsClient {

    private static final ConcurrentHashMap<String, Aead> KEYS = new ConcurrentHashMap<>();

    @Override
    public boolean doesSupport(String uri) {
        return uri.startsWith("fake-kms://");
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
    public Aead getAead(String uri) throws GeneralSecurityException {
        if (uri.endsWith("/forbidden")) {
            throw new GeneralSecurityException("not yours");
        }
        return KEYS.computeIfAbsent(uri, any -> {
            try {
                return Keysets.fresh().getPrimitive(RegistryConfiguration.get(), Aead.class);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
    }
}
