package dev.mailkeep.simulator.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** RS256 keys. The newest signs, and the previous one stays published, as at Google. */
public final class SigningKeys {

    /** Generating a key takes a good part of a second, so all simulators of a process begin with the same one. */
    private static final class First {
        static final RSAKey KEY = generate();
    }

    private final Deque<RSAKey> keys = new ArrayDeque<>();
    private final Supplier<RSAKey> first;

    private SigningKeys(Supplier<RSAKey> first) {
        this.first = first;
    }

    /** Google's keys. */
    public static SigningKeys ofGoogle() {
        return new SigningKeys(() -> First.KEY);
    }

    /** Keys that are not Google's, and different from those of any other simulator. */
    public static SigningKeys ofStranger() {
        return new SigningKeys(SigningKeys::generate);
    }

    /** Signs with a new key from now on. The current key stays published, older ones do not. */
    public synchronized void rotate() {
        keys.addFirst(generate());
        while (keys.size() > 2) {
            keys.removeLast();
        }
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, null);
    }

    /**
     * Signs with the newest key.
     *
     * @param type the header's {@code typ}; null: none
     */
    public synchronized String sign(JWTClaimsSet claims, @Nullable JOSEObjectType type) {
        try {
            RSAKey key = newest();
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(type)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    /** The public keys as a JSON Web Key Set. */
    public synchronized String jwks() {
        newest();
        return new JWKSet(new ArrayList<>(keys)).toString(true);
    }

    private RSAKey newest() {
        if (keys.isEmpty()) {
            keys.addFirst(first.get());
        }
        return keys.getFirst();
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot make a key", e);
        }
    }
}
