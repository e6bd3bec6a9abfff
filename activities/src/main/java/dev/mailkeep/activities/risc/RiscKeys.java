package dev.mailkeep.activities.risc;

import com.google.gson.Gson;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.mailkeep.activities.google.DiscoveryDocuments;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleSettings;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who signs security events, and with which keys, as Google publishes it. Anybody can post to the receiver, so that what is
 * posted must not make us ask Google at will.
 */
final class RiscKeys implements JWKSource<SecurityContext> {

    /** After this Google is asked again. */
    static final Duration LIFE = Duration.ofHours(1);

    /** A key that Google has withdrawn is not trusted for longer, not even while Google can't be asked. */
    static final Duration LONGEST_LIFE = Duration.ofHours(2);

    /** Google publishes a key ahead of its use, so that whoever asks once a minute knows every key that signs. */
    static final Duration REST = Duration.ofMinutes(1);

    private static final Logger log = LoggerFactory.getLogger(RiscKeys.class);
    private static final Gson GSON = new Gson();

    private final DiscoveryDocuments documents;
    private final URI configurationUri;
    private final Clock clock;

    /** Held while Google is asked; nobody waits for it, as one slow answer would take all threads that serve posts. */
    private final ReentrantLock asking = new ReentrantLock();

    private volatile @Nullable Published known;
    private Instant askedAt = Instant.MIN;

    RiscKeys(DiscoveryDocuments documents, URI configurationUri, Clock clock) {
        this.documents = documents;
        this.configurationUri = configurationUri;
        this.clock = clock;
    }

    /** What was published when. */
    private record Published(String issuer, JWKSet keys, Instant at) {}

    /** The discovery document. */
    private record Configuration(
            @Nullable String issuer, @Nullable String jwks_uri) {}

    /**
     * The issuer that tokens must name.
     *
     * @throws GoogleFailure.Unavailable when it can't be had
     */
    String issuer() {
        return present().issuer();
    }

    /**
     * The keys that fit; asks Google again where none does.
     *
     * @throws GoogleFailure.Unavailable when there are none at all
     */
    @Override
    public List<JWK> get(JWKSelector wanted, @Nullable SecurityContext context) {
        List<JWK> fitting = wanted.select(present().keys());
        if (!fitting.isEmpty()) {
            return fitting;
        }
        ask();
        return wanted.select(present().keys());
    }

    private Published present() {
        if (!isOf(LIFE, known)) {
            ask();
        }
        Published present = known;
        if (present == null || !isOf(LONGEST_LIFE, present)) {
            throw new GoogleFailure.Unavailable("Google's keys for security events can't be had");
        }
        return present;
    }

    private boolean isOf(Duration life, @Nullable Published published) {
        return published != null && clock.instant().isBefore(published.at().plus(life));
    }

    /** Learns what Google publishes now; nothing where it does not say, is being asked, or was asked only just now. */
    private void ask() {
        if (!asking.tryLock()) {
            return;
        }
        try {
            if (clock.instant().isBefore(askedAt.plus(REST))) {
                return;
            }
            askedAt = clock.instant();
            Configuration configuration = GSON.fromJson(documents.get(configurationUri), Configuration.class);
            if (configuration == null || configuration.issuer() == null || configuration.jwks_uri() == null) {
                return;
            }
            URI keys = URI.create(configuration.jwks_uri());
            GoogleSettings.requireSecure("jwks_uri", keys);
            known = new Published(configuration.issuer(), JWKSet.parse(documents.get(keys)), askedAt);
        } catch (ParseException | RuntimeException unusable) {
            log.warn(
                    "Google's configuration of security events could not be read: {}",
                    unusable.getClass().getSimpleName());
        } finally {
            asking.unlock();
        }
    }
}
