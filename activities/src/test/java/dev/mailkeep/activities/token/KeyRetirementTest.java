package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.token.rotation.RotationRefused;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When a key may be retired, and what is refused under it from then on. */
class KeyRetirementTest {

    @RegisterExtension
    final RotationFixture process = new RotationFixture();

    @Test
    void aKeyIsRetiredOnceNothingIsUnderItAndThenNothingCanBe() {
        new KeysetCheck(process.jdbc, process.vault);
        GrantOwner owner = process.mailbox();
        process.tokens.save(owner, RotationFixture.granted(), "1//first");
        byte[] late = process.vault.seal("1//late", RotationFixture.place(owner));
        assertThatThrownBy(() -> process.retireOldKey())
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("is the primary one");
        process.promote();

        assertThatThrownBy(() -> process.retireOldKey())
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("2 stored secrets are under key " + process.oldKey);
        process.reencryption.step();
        process.retireOldKey();

        assertThatThrownBy(() -> process.jdbc
                        .sql("update oauth_tokens set refresh_token = :late")
                        .param("late", late)
                        .update())
                .hasMessageContaining("Encrypted with a key that was retired");
        assertThat(process.tokens.find(owner).orElseThrow().refreshToken()).isEqualTo("1//first");
        assertThat(new KeysetCheck(process.jdbc, new Vault(Keysets.withPrimary(process.keyset, process.oldKey))).fits())
                .as("an old copy of the keyset, whose primary key was retired")
                .isFalse();
    }

    @Test
    void anOpenTransactionUnderAKeyKeepsItFromBeingRetired() throws Exception {
        GrantOwner owner = process.mailbox();
        byte[] early = process.vault.seal("1//early", RotationFixture.place(owner));
        process.promote();
        ExecutorService operator = Executors.newSingleThreadExecutor();

        Future<?> retiring = process.transactions.execute(status -> {
            process.tokens.save(owner, RotationFixture.granted(), "1//any");
            process.jdbc
                    .sql("update oauth_tokens set refresh_token = :early")
                    .param("early", early)
                    .update();
            Future<?> started = operator.submit(() -> process.retireOldKey());
            process.await("select exists (select from pg_locks where locktype = 'advisory' and not granted)");
            return started;
        });

        assertThatThrownBy(retiring::get)
                .hasCauseInstanceOf(RotationRefused.class)
                .hasMessageContaining("1 stored secrets are under key " + process.oldKey);
        operator.shutdown();
    }

    @Test
    void openAuthorizationFlowsCountUntilTheyEnd() {
        process.jdbc
                .sql("""
                        insert into oauth_attempts (
                            state_hash, session_hash, purpose, verifier, nonce, redirect_uri, expires_at)
                        values ('s', 's', 'CONNECT', :verifier, 'n', 'r', now() + interval '10 minutes')
                        """)
                .param("verifier", process.vault.seal("verifier", Vault.Place.verifier("73")))
                .update();
        process.promote();
        process.reencryption.step();

        assertThatThrownBy(() -> process.retireOldKey()).isInstanceOf(RotationRefused.class);
        assertThat(process.secrets.notUnder(process.vault.primaryKeyId())).isZero();
        process.jdbc.sql("update oauth_attempts set expires_at = now()").update();
        process.retireOldKey();
    }

    @Test
    void aKeyIsNotRetiredWhileARunningProcessEncryptsWithIt() {
        var otherProcess = new Vault(process.keyset);
        UUID there = UUID.randomUUID();
        process.readers.present(there, otherProcess);
        process.promote();

        assertThatThrownBy(() -> process.retireOldKey())
                .isInstanceOf(RotationRefused.class)
                .hasMessageContaining("still encrypts with key " + process.oldKey);

        otherProcess.use(process.keyset);
        process.readers.present(there, otherProcess);
        process.retireOldKey();
    }
}
