package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeysetHandle;
import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.fixture.TestDatabase;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.token.rotation.KeysetReaders;
import dev.mailkeep.activities.token.rotation.Reencryption;
import dev.mailkeep.activities.token.rotation.Rotation;
import dev.mailkeep.activities.token.rotation.SealedSecrets;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A process with a keyset of one key, on a database of its own, and what a rotation needs of it. */
final class RotationFixture implements AfterEachCallback {

    private static final String ISSUER = "https://accounts.google.com";

    final HikariDataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    final Rotation rotation = new Rotation(jdbc, transactions);
    final SealedSecrets secrets = new SealedSecrets(jdbc);
    final KeysetReaders readers = new KeysetReaders(jdbc);

    /** What the file would hold. */
    KeysetHandle keyset = Keysets.fresh();

    final Vault vault = new Vault(keyset);
    final PendingRevocations pendingRevocations = new PendingRevocations(jdbc, vault, new Receipts(jdbc));
    final RefreshTokens tokens = new RefreshTokens(jdbc, vault, pendingRevocations);
    final Reencryption reencryption = new Reencryption(jdbc, vault, tokens, pendingRevocations);

    /** The key that the keyset began with. */
    final long oldKey = vault.primaryKeyId();

    /** Adds a key to the keyset and makes it the primary one. */
    void promote() {
        keyset = Keysets.withNewKey(keyset);
        keyset = Keysets.withPrimary(keyset, Keysets.keys(keyset).get(1).id());
        vault.use(keyset);
    }

    void retireOldKey() {
        rotation.retire(Keysets.keys(keyset), oldKey);
    }

    /** Inserts a user with a mailbox. */
    GrantOwner mailbox() {
        var owner = new GrantOwner(
                UUID.randomUUID(), UUID.randomUUID(), ISSUER, UUID.randomUUID().toString());
        jdbc.sql("insert into users (id, issuer, google_sub, email) values (:id, :issuer, :sub, 'a@b.example')")
                .param("id", owner.userId())
                .param("issuer", owner.issuer())
                .param("sub", owner.googleSub())
                .update();
        jdbc.sql("""
                        insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                        values (:id, :user, :issuer, :sub, 'a@b.example', 300)
                        """)
                .param("id", owner.mailboxId())
                .param("user", owner.userId())
                .param("issuer", owner.issuer())
                .param("sub", owner.googleSub())
                .update();
        return owner;
    }

    /** Where the refresh token of a mailbox is stored. */
    static Vault.Place place(GrantOwner owner) {
        return Vault.Place.refreshToken(owner.mailboxId(), owner.userId(), owner.issuer(), owner.googleSub());
    }

    /** What the token endpoint answers. */
    static TokenEndpoint.Tokens granted() {
        return new TokenEndpoint.Tokens("ya29.access", Instant.EPOCH, "1//refresh", null, Set.of("scope"), "ey");
    }

    int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    /** Waits until a query answers true. */
    void await(String condition) {
        try {
            for (int i = 0; !jdbc.sql(condition).query(Boolean.class).single(); i++) {
                assertThat(i).as(condition).isLessThan(18_000);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        database.close();
    }
}
