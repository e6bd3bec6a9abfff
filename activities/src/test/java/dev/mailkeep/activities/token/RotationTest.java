package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.TestDatabase;
import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.token.rotation.KeysetReaders;
import dev.mailkeep.activities.token.rotation.KeysetWatch;
import dev.mailkeep.activities.token.rotation.Reencryption;
import dev.mailkeep.activities.token.rotation.Rotation;
import dev.mailkeep.activities.token.rotation.RotationRefused;
import dev.mailkeep.activities.token.rotation.SealedSecrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RotationTest {

    private static final String ISSUER = "https://accounts.google.com";

    @TempDir
    private Path folder;

    private final HikariDataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    private final Rotation rotation = new Rotation(jdbc, transactions);
    private final SealedSecrets secrets = new SealedSecrets(jdbc);
    private final KeysetReaders readers = new KeysetReaders(jdbc);

    private KeysetHandle keyset = Keysets.fresh();
    private final Vault vault = new Vault(keyset);
    private final PendingRevocations waiting = new PendingRevocations(jdbc, vault, new Receipts(jdbc));
    private final RefreshTokens tokens = new RefreshTokens(jdbc, vault, waiting);
    private final Reencryption reencryption = new Reencryption(jdbc, vault, tokens, waiting);
    private final long old = vault.primaryKeyId();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void losesNothingWhileEightThreadsConnectRefreshAndDisconnect() throws Exception {
        new KeysetCheck(jdbc, vault);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        var people = new ArrayList<Future<Map<GrantOwner, String>>>();
        for (int i = 0; i < 8; i++) {
            var random = new Random(i);
            List<GrantOwner> own = List.of(mailbox(), mailbox(), mailbox(), mailbox());
            people.add(threads.submit(() -> live(own, random)));
        }
        int rotations = 0;
        while (!people.stream().allMatch(Future::isDone)) {
            rotate();
            rotations++;
        }

        assertThat(rotations).isGreaterThan(2);
        long last = vault.primaryKeyId();
        for (Future<Map<GrantOwner, String>> person : people) {
            for (var one : person.get().entrySet()) {
                if (one.getValue().isEmpty()) {
                    assertThat(tokens.find(one.getKey())).isEmpty();
                } else {
                    assertThat(tokens.find(one.getKey()).orElseThrow().refreshToken())
                            .isEqualTo(one.getValue());
                }
            }
        }
        assertThat(waiting.all(null)).hasSize(count("pending_revocations")).isNotEmpty();
        rotate();
        assertThat(secrets.under(last)).isZero();
        assertThat(secrets.under(vault.primaryKeyId())).isPositive();
        assertThat(Keysets.keys(keyset)).hasSize(1);
        assertThat(new KeysetCheck(jdbc, vault).fits()).isTrue();
        threads.shutdown();
    }

    /** What happens to mailboxes; returns the last token of each, empty where it was taken out of use. */
    private Map<GrantOwner, String> live(List<GrantOwner> mailboxes, Random random) {
        var last = new HashMap<GrantOwner, String>();
        for (int i = 0; i < 300; i++) {
            GrantOwner owner = mailboxes.get(random.nextInt(mailboxes.size()));
            String token = "1//" + owner.googleSub() + "-" + i;
            if (last.getOrDefault(owner, "").isEmpty() || random.nextInt(4) == 0) {
                again(() -> tokens.save(owner, granted(), token));
                last.put(owner, token);
            } else if (random.nextInt(4) > 0) {
                RefreshTokens.Stored used = tokens.find(owner).orElseThrow();
                assertThat(used.refreshToken()).isEqualTo(last.get(owner));
                boolean minted = random.nextBoolean();
                again(() -> tokens.refreshed(owner, used, minted ? token : null));
                last.put(owner, minted ? token : last.get(owner));
            } else {
                again(() -> tokens.moveToPendingRevocations(owner));
                last.put(owner, "");
            }
        }
        return last;
    }

    /** Sealed under a key that was retired before it was written: refused by PostgreSQL, and made again. */
    private void again(Runnable change) {
        while (true) {
            try {
                transactions.executeWithoutResult(status -> change.run());
                return;
            } catch (DataAccessException refused) {
                assertThat(refused).hasMessageContaining("Encrypted with a key that was retired");
            }
        }
    }

    /** A whole rotation: add, promote, encrypt anew, retire. */
    private void rotate() {
        long before = vault.primaryKeyId();
        keyset = Keysets.withNewKey(keyset);
        vault.use(keyset);
        keyset = Keysets.withPrimary(keyset, Keysets.keys(keyset).get(1).id());
        vault.use(keyset);
        for (int i = 0; true; i++) {
            reencryption.step();
            try {
                rotation.retire(Keysets.keys(keyset), before);
                break;
            } catch (RotationRefused stillInUse) {
                assertThat(i).as(stillInUse.getMessage()).isLessThan(18_000);
            }
        }
        keyset = Keysets.without(keyset, before);
        vault.use(keyset);
    }

    @Test
    void aKeyIsRetiredOnceNothingIsUnderItAndThenNothingCanBe() {
        new KeysetCheck(jdbc, vault);
        GrantOwner owner = mailbox();
        tokens.save(owner, granted(), "1//first");
        byte[] late = vault.seal("1//late", place(owner));
        assertThatThrownBy(() -> rotation.retire(Keysets.keys(keyset), old))
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("is the primary one");
        promote(vault);

        assertThatThrownBy(() -> rotation.retire(Keysets.keys(keyset), old))
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("2 stored secrets are under key " + old);
        reencryption.step();
        rotation.retire(Keysets.keys(keyset), old);

        assertThatThrownBy(() -> jdbc.sql("update oauth_tokens set refresh_token = :late")
                        .param("late", late)
                        .update())
                .hasMessageContaining("Encrypted with a key that was retired");
        assertThat(tokens.find(owner).orElseThrow().refreshToken()).isEqualTo("1//first");
        assertThat(new KeysetCheck(jdbc, new Vault(Keysets.withPrimary(keyset, old))).fits())
                .as("an old copy of the keyset, whose primary key was retired")
                .isFalse();
    }

    @Test
    void whatIsBeingWrittenUnderAKeyKeepsItFromBeingRetired() throws Exception {
        GrantOwner owner = mailbox();
        byte[] early = vault.seal("1//early", place(owner));
        promote(vault);
        ExecutorService operator = Executors.newSingleThreadExecutor();

        Future<?> retiring = transactions.execute(status -> {
            tokens.save(owner, granted(), "1//any");
            jdbc.sql("update oauth_tokens set refresh_token = :early")
                    .param("early", early)
                    .update();
            Future<?> started = operator.submit(() -> rotation.retire(Keysets.keys(keyset), old));
            await("select exists (select from pg_locks where locktype = 'advisory' and not granted)");
            return started;
        });

        assertThatThrownBy(retiring::get)
                .hasCauseInstanceOf(RotationRefused.class)
                .hasMessageContaining("1 stored secrets are under key " + old);
        operator.shutdown();
    }

    @Test
    void roundsToGoogleThatAreOpenCountUntilTheyEnd() {
        jdbc.sql("""
                        insert into oauth_attempts (
                            state_hash, session_hash, purpose, verifier, nonce, redirect_uri, expires_at)
                        values ('s', 's', 'CONNECT', :verifier, 'n', 'r', now() + interval '10 minutes')
                        """)
                .param("verifier", vault.seal("verifier", Vault.Place.verifier("73")))
                .update();
        promote(vault);
        reencryption.step();

        assertThatThrownBy(() -> rotation.retire(Keysets.keys(keyset), old)).isInstanceOf(RotationRefused.class);
        assertThat(secrets.notUnder(vault.primaryKeyId())).isZero();
        jdbc.sql("update oauth_attempts set expires_at = now()").update();
        rotation.retire(Keysets.keys(keyset), old);
    }

    @Test
    void noKeyIsPromotedThatARunningProcessDoesNotHaveYet() {
        var otherProcess = new Vault(keyset);
        UUID here = UUID.randomUUID();
        UUID there = UUID.randomUUID();
        KeysetHandle added = Keysets.withNewKey(keyset);
        long fresh = Keysets.keys(added).get(1).id();
        vault.use(added);
        readers.present(here, vault);
        readers.present(there, otherProcess);

        assertThatThrownBy(() -> rotation.requirePromotable(Keysets.keys(added), fresh))
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("a running process without key " + fresh);

        otherProcess.use(added);
        readers.present(there, otherProcess);
        rotation.requirePromotable(Keysets.keys(added), fresh);
        assertThatThrownBy(() -> rotation.requirePromotable(Keysets.keys(added), 17))
                .hasMessageContaining("has no key 17");
    }

    @Test
    void aProcessThatEndedOrFellSilentHoldsUpNobody() {
        UUID silent = UUID.randomUUID();
        UUID ended = UUID.randomUUID();
        readers.present(silent, vault);
        readers.present(ended, vault);
        KeysetHandle added = Keysets.withNewKey(keyset);
        long fresh = Keysets.keys(added).get(1).id();

        readers.gone(ended);
        jdbc.sql("update keyset_readers set seen_at = now() - interval '61 seconds'")
                .update();

        rotation.requirePromotable(Keysets.keys(added), fresh);
    }

    @Test
    void noKeyIsRetiredWithWhichARunningProcessStillEncrypts() {
        var otherProcess = new Vault(keyset);
        UUID there = UUID.randomUUID();
        readers.present(there, otherProcess);
        promote(vault);

        assertThatThrownBy(() -> rotation.retire(Keysets.keys(keyset), old))
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("still encrypts with key " + old);

        otherProcess.use(keyset);
        readers.present(there, otherProcess);
        rotation.retire(Keysets.keys(keyset), old);
    }

    @Test
    void twoProcessesOfWhichOneIsAheadReadEachOthersTokens() {
        var otherProcess = new Vault(keyset);
        KeysetHandle added = Keysets.withNewKey(keyset);
        otherProcess.use(added);
        vault.use(Keysets.withPrimary(added, Keysets.keys(added).get(1).id()));
        GrantOwner ours = mailbox();
        GrantOwner theirs = mailbox();
        var otherTokens =
                new RefreshTokens(jdbc, otherProcess, new PendingRevocations(jdbc, otherProcess, new Receipts(jdbc)));
        tokens.save(ours, granted(), "1//ours");
        otherTokens.save(theirs, granted(), "1//theirs");
        RefreshTokens.Stored used = otherTokens.find(theirs).orElseThrow();

        reencryption.step();
        otherTokens.refreshed(theirs, used, "1//theirs-newer");

        assertThat(otherTokens.find(ours).orElseThrow().refreshToken()).isEqualTo("1//ours");
        assertThat(tokens.find(theirs).orElseThrow().refreshToken())
                .as("written although the row was encrypted anew between the call to Google and its answer")
                .isEqualTo("1//theirs-newer");
    }

    @Test
    void aDamagedRowHoldsUpNoOtherAndStaysCounted() {
        // More than a step takes on, the damaged ones first.
        var owners = new ArrayList<GrantOwner>();
        for (int i = 0; i < 450; i++) {
            owners.add(mailbox());
            tokens.save(owners.get(i), granted(), "1//token-" + i);
        }
        jdbc.sql("""
                        update oauth_tokens set refresh_token = set_byte(refresh_token, 30, 255 - get_byte(refresh_token, 30))
                        where id in (select id from oauth_tokens order by id limit 210)
                        """).update();
        promote(vault);

        int renewed = 0;
        Reencryption.Step step;
        do {
            step = reencryption.step();
            renewed += step.renewed();
        } while (step.more());

        assertThat(renewed).isEqualTo(240);
        assertThat(secrets.under(old)).isEqualTo(210);
        assertThat(secrets.notUnder(vault.primaryKeyId())).isEqualTo(210);
        assertThat(reencryption.step()).isEqualTo(new Reencryption.Step(0, true));
        assertThat(reencryption.step()).isEqualTo(new Reencryption.Step(0, false));
        assertThatThrownBy(() -> rotation.retire(Keysets.keys(keyset), old)).isInstanceOf(RotationRefused.class);
    }

    @Test
    void aChangedFileIsTakenUpAndATornOneIsNot() throws Exception {
        Path path = folder.resolve("keyset.json");
        Files.writeString(path, KeysetFormat.CLEAR.write(keyset));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        var file = new KeysetFile(path, KeysetFormat.CLEAR);
        var watch = new KeysetWatch(file, vault, jdbc);
        tokens.save(mailbox(), granted(), "1//stored");
        assertThat(watch.look()).isFalse();

        KeysetHandle added = file.change(Keysets::withNewKey);
        assertThat(watch.look()).isTrue();
        assertThat(vault.keyIds()).hasSize(2).contains(old);

        String whole = Files.readString(path);
        for (String unfit : List.of(
                whole.substring(0, whole.length() / 2),
                "",
                KeysetFormat.CLEAR.generate(),
                KeysetFormat.CLEAR.write(Keysets.without(
                        Keysets.withPrimary(added, Keysets.keys(added).get(1).id()), old)))) {
            Files.writeString(path, unfit);
            assertThat(watch.look()).isFalse();
            assertThat(vault.keyIds()).hasSize(2).contains(old);
            assertThat(vault.primaryKeyId()).isEqualTo(old);
        }
        Files.delete(path);
        assertThat(watch.look()).isFalse();

        Files.writeString(path, whole);
        assertThat(watch.look()).as("open to others").isFalse();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        file.change(present ->
                Keysets.withPrimary(present, Keysets.keys(present).get(1).id()));
        assertThat(watch.look()).isTrue();
        assertThat(vault.primaryKeyId()).isNotEqualTo(old);
        assertThat(watch.look()).isFalse();
    }

    @Test
    void aStartWithAKeysetThatStillHoldsTheOldKeyFitsAndOneWithoutTheNewDoesNot() {
        KeysetHandle before = keyset;
        new KeysetCheck(jdbc, vault);
        promote(vault);
        reencryption.step();

        assertThat(new KeysetCheck(jdbc, new Vault(keyset)).fits()).isTrue();
        assertThat(new KeysetCheck(jdbc, new Vault(Keysets.without(keyset, old))).fits())
                .isTrue();
        assertThat(new KeysetCheck(jdbc, new Vault(before)).fits()).isFalse();
    }

    /** Adds a key to the keyset and makes it the primary one. */
    private void promote(Vault of) {
        keyset = Keysets.withNewKey(keyset);
        keyset = Keysets.withPrimary(keyset, Keysets.keys(keyset).get(1).id());
        of.use(keyset);
    }

    private GrantOwner mailbox() {
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

    private static Vault.Place place(GrantOwner owner) {
        return Vault.Place.refreshToken(owner.mailboxId(), owner.userId(), owner.issuer(), owner.googleSub());
    }

    private static TokenEndpoint.Tokens granted() {
        return new TokenEndpoint.Tokens("ya29.access", Instant.EPOCH, "1//refresh", null, Set.of("scope"), "ey");
    }

    private int count(String table) {
        return jdbc.sql("select count(*) from " + table).query(Integer.class).single();
    }

    private void await(String condition) {
        try {
            for (int i = 0; !jdbc.sql(condition).query(Boolean.class).single(); i++) {
                assertThat(i).as(condition).isLessThan(18_000);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
