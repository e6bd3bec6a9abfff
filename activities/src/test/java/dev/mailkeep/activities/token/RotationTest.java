package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.token.rotation.Reencryption;
import dev.mailkeep.activities.token.rotation.RotationRefused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessException;

/** Whole rotations, and the re-encryption that is part of them. */
class RotationTest {

    @RegisterExtension
    final RotationFixture process = new RotationFixture();

    @Test
    void losesNothingWhileEightThreadsConnectRefreshAndDisconnect() throws Exception {
        new KeysetCheck(process.jdbc, process.vault);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        var users = new ArrayList<Future<Map<GrantOwner, String>>>();
        for (int i = 0; i < 8; i++) {
            var random = new Random(i);
            List<GrantOwner> own = List.of(process.mailbox(), process.mailbox(), process.mailbox(), process.mailbox());
            users.add(threads.submit(() -> live(own, random)));
        }
        int rotations = 0;
        while (!users.stream().allMatch(Future::isDone)) {
            rotate();
            rotations++;
        }

        assertThat(rotations).isGreaterThan(2);
        long last = process.vault.primaryKeyId();
        for (Future<Map<GrantOwner, String>> user : users) {
            for (var one : user.get().entrySet()) {
                if (one.getValue().isEmpty()) {
                    assertThat(process.tokens.find(one.getKey())).isEmpty();
                } else {
                    assertThat(process.tokens.find(one.getKey()).orElseThrow().refreshToken())
                            .isEqualTo(one.getValue());
                }
            }
        }
        assertThat(process.pendingRevocations.all(null))
                .hasSize(process.count("pending_revocations"))
                .isNotEmpty();
        rotate();
        assertThat(process.secrets.under(last)).isZero();
        assertThat(process.secrets.under(process.vault.primaryKeyId())).isPositive();
        assertThat(Keysets.keys(process.keyset)).hasSize(1);
        assertThat(new KeysetCheck(process.jdbc, process.vault).fits()).isTrue();
        threads.shutdown();
    }

    /**
     * Connects, refreshes and disconnects mailboxes. Returns the last token of each, empty where it was disconnected.
     */
    private Map<GrantOwner, String> live(List<GrantOwner> mailboxes, Random random) {
        var last = new HashMap<GrantOwner, String>();
        for (int i = 0; i < 300; i++) {
            GrantOwner owner = mailboxes.get(random.nextInt(mailboxes.size()));
            String token = "1//" + owner.googleSub() + "-" + i;
            if (last.getOrDefault(owner, "").isEmpty() || random.nextInt(4) == 0) {
                retry(() -> process.tokens.save(owner, RotationFixture.granted(), token));
                last.put(owner, token);
            } else if (random.nextInt(4) > 0) {
                RefreshTokens.Stored used = process.tokens.find(owner).orElseThrow();
                assertThat(used.refreshToken()).isEqualTo(last.get(owner));
                boolean minted = random.nextBoolean();
                retry(() -> process.tokens.refreshed(owner, used, minted ? token : null));
                last.put(owner, minted ? token : last.get(owner));
            } else {
                retry(() -> process.tokens.moveToPendingRevocations(owner));
                last.put(owner, "");
            }
        }
        return last;
    }

    /** Repeats a change that PostgreSQL refuses because it is encrypted with a key that was retired meanwhile. */
    private void retry(Runnable change) {
        while (true) {
            try {
                process.transactions.executeWithoutResult(status -> change.run());
                return;
            } catch (DataAccessException refused) {
                assertThat(refused).hasMessageContaining("Encrypted with a key that was retired");
            }
        }
    }

    /** A whole rotation: add, promote, re-encrypt, retire. */
    private void rotate() {
        long before = process.vault.primaryKeyId();
        process.keyset = Keysets.withNewKey(process.keyset);
        process.vault.use(process.keyset);
        process.keyset = Keysets.withPrimary(
                process.keyset, Keysets.keys(process.keyset).get(1).id());
        process.vault.use(process.keyset);
        for (int i = 0; true; i++) {
            process.reencryption.step();
            try {
                process.rotation.retire(Keysets.keys(process.keyset), before);
                break;
            } catch (RotationRefused stillInUse) {
                assertThat(i).as(stillInUse.getMessage()).isLessThan(18_000);
            }
        }
        process.keyset = Keysets.without(process.keyset, before);
        process.vault.use(process.keyset);
    }

    @Test
    void twoProcessesOfWhichOneIsAheadReadEachOthersTokens() {
        var otherProcess = new Vault(process.keyset);
        KeysetHandle added = Keysets.withNewKey(process.keyset);
        otherProcess.use(added);
        process.vault.use(Keysets.withPrimary(added, Keysets.keys(added).get(1).id()));
        GrantOwner ours = process.mailbox();
        GrantOwner theirs = process.mailbox();
        var otherTokens = new RefreshTokens(
                process.jdbc,
                otherProcess,
                new PendingRevocations(process.jdbc, otherProcess, new Receipts(process.jdbc)));
        process.tokens.save(ours, RotationFixture.granted(), "1//ours");
        otherTokens.save(theirs, RotationFixture.granted(), "1//theirs");
        RefreshTokens.Stored used = otherTokens.find(theirs).orElseThrow();

        process.reencryption.step();
        otherTokens.refreshed(theirs, used, "1//theirs-newer");

        assertThat(otherTokens.find(ours).orElseThrow().refreshToken()).isEqualTo("1//ours");
        assertThat(process.tokens.find(theirs).orElseThrow().refreshToken())
                .as("written although the row was re-encrypted between the call to Google and its answer")
                .isEqualTo("1//theirs-newer");
    }

    @Test
    void aDamagedRowDelaysNoOtherAndStaysCounted() {
        // More rows than a step re-encrypts, the damaged ones first.
        var owners = new ArrayList<GrantOwner>();
        for (int i = 0; i < 450; i++) {
            owners.add(process.mailbox());
            process.tokens.save(owners.get(i), RotationFixture.granted(), "1//token-" + i);
        }
        process.jdbc.sql("""
                        update oauth_tokens set refresh_token = set_byte(refresh_token, 30, 255 - get_byte(refresh_token, 30))
                        where id in (select id from oauth_tokens order by id limit 210)
                        """).update();
        process.promote();

        int renewed = 0;
        Reencryption.Step step;
        do {
            step = process.reencryption.step();
            renewed += step.renewed();
        } while (step.more());

        assertThat(renewed).isEqualTo(240);
        assertThat(process.secrets.under(process.oldKey)).isEqualTo(210);
        assertThat(process.secrets.notUnder(process.vault.primaryKeyId())).isEqualTo(210);
        assertThat(process.reencryption.step()).isEqualTo(new Reencryption.Step(0, true));
        assertThat(process.reencryption.step()).isEqualTo(new Reencryption.Step(0, false));
        assertThatThrownBy(() -> process.retireOldKey()).isInstanceOf(RotationRefused.class);
    }
}
