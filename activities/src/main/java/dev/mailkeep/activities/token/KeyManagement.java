package dev.mailkeep.activities.token;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import dev.mailkeep.activities.RefusedToStart;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Keys of a key management service, which never leave the service. The services' libraries are optional: they are
 * searched for, and their classes loaded, only when a key of theirs is named. Each library finds its credentials in its
 * default places.
 */
public final class KeyManagement {

    private KeyManagement() {}

    /**
     * The key that encrypts the keyset.
     *
     * @param uri {@code gcp-kms://projects/…/cryptoKeys/…} or {@code aws-kms://arn:aws:kms:…}
     * @throws RefusedToStart when no library knows the key, or there are no credentials
     */
    public static Aead key(String uri) {
        KmsClient client = client(uri);
        if (client == null && uri.startsWith("aws-kms://")) {
            throw new RefusedToStart(
                    "TOKEN_KEYSET_KEK names a key of Amazon's, and this jar is built without Amazon's client: build it"
                            + " with ./mvnw -Paws-kms package (docs/keys.md says what that adds).");
        }
        if (client == null) {
            throw new RefusedToStart(
                    "TOKEN_KEYSET_KEK must be gcp-kms://… or aws-kms://…, a key of Google's or Amazon's key management"
                            + " service; no library here knows the one that is set.");
        }
        try {
            return client.withDefaultCredentials().getAead(uri);
        } catch (GeneralSecurityException | RuntimeException refused) {
            throw new RefusedToStart(
                    "The key that TOKEN_KEYSET_KEK names can't be used (" + reason(refused)
                            + "). Check its name, and the credentials of its service.",
                    refused);
        }
    }

    private static @Nullable KmsClient client(String uri) {
        Iterator<KmsClient> clients = ServiceLoader.load(KmsClient.class).iterator();
        while (true) {
            try {
                if (!clients.hasNext()) {
                    return null;
                }
                KmsClient client = clients.next();
                if (client.doesSupport(uri)) {
                    return client;
                }
            } catch (ServiceConfigurationError absent) {
                // This jar was built without that service's library; another library may know the key.
            }
        }
    }

    /** The message of the service, which knows nothing of the keyset. */
    static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String said = cause.getMessage() == null
                ? ""
                : ": " + cause.getMessage().lines().findFirst().orElse("");
        return cause.getClass().getSimpleName() + said;
    }
}
