package dev.mailkeep.api.connect;

import dev.mailkeep.activities.digest.Sha256;
import dev.mailkeep.activities.token.Vault;
import java.security.SecureRandom;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Authorization flows that have begun. Each works once, within ten minutes, in the browser session that began it. The
 * table holds only hashes of what the browser holds; the PKCE verifier is encrypted.
 */
@Component
public class OAuthAttempts {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Vault vault;

    OAuthAttempts(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
    }

    /**
     * A flow that begins.
     *
     * @param state for Google and back
     * @param challenge of the PKCE verifier, S256
     */
    record Begun(String state, String nonce, String challenge) {}

    /** A flow that Google has answered. Reading it marks it as used. */
    record Taken(
            Purpose purpose,
            @Nullable UUID userId,
            @Nullable UUID mailboxId,
            String verifier,
            String nonce,
            String redirectUri) {}

    /** Why an answer from Google belongs to no open flow of this browser. */
    enum Refusal {
        UNKNOWN,
        FOREIGN,
        USED,
        EXPIRED
    }

    /** A flow, or the reason for refusing it. */
    record Answer(@Nullable Taken taken, @Nullable Refusal refusal) {}

    Begun begin(String session, Purpose purpose, @Nullable UUID userId, @Nullable UUID mailboxId, String redirectUri) {
        String state = random();
        String verifier = random();
        String nonce = random();
        byte[] stateHash = Sha256.of(state);
        jdbc.sql("""
                        insert into oauth_attempts (
                            state_hash, session_hash, purpose, user_id, mailbox_id, verifier, nonce, redirect_uri,
                            expires_at)
                        values (:state, :session, :purpose, :user, :mailbox, :verifier, :nonce, :redirect, :expires)
                        """)
                .param("state", stateHash)
                .param("session", Sha256.of(session))
                .param("purpose", purpose.name())
                .param("user", userId, Types.OTHER)
                .param("mailbox", mailboxId, Types.OTHER)
                .param("verifier", vault.seal(verifier, place(stateHash)))
                .param("nonce", nonce)
                .param("redirect", redirectUri)
                .param("expires", Timestamp.from(Instant.now().plus(LIFE)))
                .update();
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
        return new Begun(state, nonce, challenge);
    }

    /** Marks a flow as used and returns it. If two requests come at once, one of them gets it. */
    Answer take(String session, String state) {
        byte[] stateHash = Sha256.of(state);
        Optional<Taken> taken = jdbc.sql("""
                        update oauth_attempts set used_at = now()
                        where state_hash = :state and session_hash = :session and used_at is null and expires_at > now()
                        returning purpose, user_id, mailbox_id, verifier, nonce, redirect_uri
                        """)
                .param("state", stateHash)
                .param("session", Sha256.of(session))
                .query((row, n) -> new Taken(
                        Purpose.valueOf(row.getString("purpose")),
                        row.getObject("user_id", UUID.class),
                        row.getObject("mailbox_id", UUID.class),
                        vault.open(row.getBytes("verifier"), place(stateHash)),
                        row.getString("nonce"),
                        row.getString("redirect_uri")))
                .optional();
        return taken.map(flow -> new Answer(flow, null)).orElseGet(() -> new Answer(null, why(session, stateHash)));
    }

    private Refusal why(String session, byte[] stateHash) {
        return jdbc.sql("""
                        select session_hash = :session as own, used_at is not null as used
                        from oauth_attempts where state_hash = :state
                        """)
                .param("session", Sha256.of(session))
                .param("state", stateHash)
                .query((row, n) -> {
                    if (!row.getBoolean("own")) {
                        return Refusal.FOREIGN;
                    }
                    return row.getBoolean("used") ? Refusal.USED : Refusal.EXPIRED;
                })
                .optional()
                .orElse(Refusal.UNKNOWN);
    }

    /** 256 bits; as a PKCE verifier 43 characters of the allowed alphabet (RFC 7636, 4.1). */
    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Vault.Place place(byte[] stateHash) {
        return Vault.Place.verifier(HexFormat.of().formatHex(stateHash));
    }

    /** Removes flows that expired a day ago. Until then, a person who comes back late reads that it took too long. */
    public void forgetOld() {
        jdbc.sql("delete from oauth_attempts where expires_at < now() - interval '1 day'")
                .update();
    }
}
