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
import org.jspecify.annotations.Nullable;

/**
 * The RS256 keys. The newest signs, and the previous one stays published, as at Google. The first is generated when it
 * is needed.
 */
public final class SigningKeys {

    private final Deque<RSAKey> keys = new ArrayDeque<>();

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
            rotate();
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
