package dev.mailkeep.activities.token;

import dev.mailkeep.activities.token.Vault.Place;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether the present keyset is the one that encrypted this database's secrets; checked once, at the start. Under
 * another keyset every token looks damaged, and every new token would be lost to the right keyset. So nothing may be
 * done or concluded then: a secret that can't be opened says something about the process, not about a mailbox.
 */
@Component
public final class KeysetCheck {

    private static final Logger log = LoggerFactory.getLogger(KeysetCheck.class);

    /** The text of the canary. It is no secret; what counts is whether its ciphertext can be opened. */
    private static final String CANARY = "mailkeep";

    /** The number of tokens to try if there is no canary: one of them may be damaged, but not all. */
    private static final int SAMPLES = 20;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final boolean fits;

    KeysetCheck(JdbcClient jdbc, Vault vault) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.fits = check();
        if (!fits) {
            log.error(
                    "The token keyset is not the one that this database's tokens were encrypted with. Nothing is synced"
                            + " and no mailbox is touched; start Mailkeep again with the right TOKEN_KEYSET or TOKEN_KEYSET_FILE");
        }
    }

    /** Whether this process can open the secrets in the database. */
    public boolean fits() {
        return fits;
    }

    private boolean check() {
        List<byte[]> canary = canary();
        if (canary.isEmpty() && opensWhatIsStored()) {
            // If two processes start on an empty database with different keysets, the second one has the wrong keyset.
            jdbc.sql("insert into keyset_check (sealed) values (:sealed) on conflict do nothing")
                    .param("sealed", vault.seal(CANARY, Place.keysetCheck()))
                    .update();
            canary = canary();
        }
        return canary.stream().anyMatch(kept -> opens(new Sample(kept, Place.keysetCheck()))) && !primaryIsRetired();
    }

    /** Whether the keyset is an old copy, whose primary key is retired, so that nothing can be stored under it. */
    private boolean primaryIsRetired() {
        return jdbc.sql("select exists (select from retired_keys where key_id = :primary)")
                .param("primary", vault.primaryKeyId())
                .query(Boolean.class)
                .single();
    }

    private List<byte[]> canary() {
        return jdbc.sql("select sealed from keyset_check").query(byte[].class).list();
    }

    private record Sample(byte[] ciphertext, Place place) {}

    /** Whether at least one stored token can be opened; true if none is stored. */
    private boolean opensWhatIsStored() {
        List<Sample> samples = samples();
        return samples.isEmpty() || samples.stream().anyMatch(this::opens);
    }

    private List<Sample> samples() {
        return jdbc.sql("""
                        (select t.refresh_token, m.id, m.user_id, m.issuer, m.google_sub
                         from oauth_tokens t join mailboxes m on m.id = t.mailbox_id
                         order by t.granted_at desc limit :samples)
                        union all
                        (select refresh_token, id, null, issuer, google_sub
                         from pending_revocations order by created_at desc limit :samples)
                        """)
                .param("samples", SAMPLES)
                .query((row, n) -> {
                    UUID id = row.getObject("id", UUID.class);
                    UUID user = row.getObject("user_id", UUID.class);
                    String issuer = row.getString("issuer");
                    String sub = row.getString("google_sub");
                    return new Sample(
                            row.getBytes("refresh_token"),
                            user == null
                                    ? Place.pendingRevocation(id, issuer, sub)
                                    : Place.refreshToken(id, user, issuer, sub));
                })
                .list();
    }

    private boolean opens(Sample sample) {
        try {
            vault.open(sample.ciphertext(), sample.place());
            return true;
        } catch (Vault.Sealed no) {
            return false;
        }
    }

    /**
     * Puts the canary under another key.
     *
     * @param read the ciphertext that was read
     * @return false if another process has done so
     */
    public static boolean replaceCiphertext(JdbcClient jdbc, byte[] read, byte[] sealed) {
        return jdbc.sql("update keyset_check set sealed = :sealed where sealed = :read")
                        .param("sealed", sealed)
                        .param("read", read)
                        .update()
                == 1;
    }
}
