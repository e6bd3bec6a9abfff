package dev.mailkeep.activities.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefreshTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void twentyThreadsThatNeedATokenMakeOneCall() throws Exception {
        mailkeep.google().calls().reset();
        mailkeep.google().latency(Duration.ofMillis(200));
        var together = new CountDownLatch(20);
        ExecutorService threads = Executors.newFixedThreadPool(20);
        var tokens = new ArrayList<Future<String>>();
        for (int i = 0; i < 20; i++) {
            tokens.add(threads.submit(() -> {
                together.countDown();
                together.await();
                return access().get(owner(), 1);
            }));
        }

        for (Future<String> token : tokens) {
            assertThat(token.get()).isEqualTo(tokens.get(0).get());
        }
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(1);
        threads.shutdown();
    }

    @Test
    void twentyThreadsWhoseTokenIsRefusedMakeOneCall() throws Exception {
        String refused = access().get(owner(), 1);
        mailkeep.google().calls().reset();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        var tokens = new ArrayList<Future<String>>();
        for (int i = 0; i < 20; i++) {
            tokens.add(threads.submit(() -> access().replace(owner(), 1, refused)));
        }

        for (Future<String> token : tokens) {
            assertThat(token.get()).isNotEqualTo(refused);
        }
        assertThat(mailkeep.google().calls().count("token")).isEqualTo(1);
        threads.shutdown();
    }

    @Test
    void aTokenOfAnOlderGenerationIsNotUsedForANewerOne() {
        String older = access().get(owner(), 1);

        assertThat(access().get(owner(), 2)).isNotEqualTo(older);
    }

    @Test
    void aRefreshIsRecordedAndARefreshTokenThatComesWithItIsStoredEncrypted() {
        mailkeep.jdbc().sql("update oauth_tokens set last_refreshed = null").update();
        mailkeep.google()
                .faults()
                .inject(Fault.respond(
                                200,
                                "{\"access_token\": \"ya29.new\", \"expires_in\": 3599, \"refresh_token\": \"1//brand-new\"}")
                        .on("token"));

        access().refresh(owner(), 1);

        assertThat(stored().refreshToken()).isEqualTo("1//brand-new");
        assertThat(mailkeep.count("oauth_tokens where last_refreshed is not null"))
                .isEqualTo(1);
        assertThat(mailkeep.count("oauth_tokens where encode(refresh_token, 'escape') like '%brand-new%'"))
                .isZero();
        RefreshTokens tokens = mailkeep.bean(RefreshTokens.class);
        assertThat(tokens.mailboxesByHash(TokenDigests.ofToken("1//brand-new"))).containsExactly(mailkeep.mailboxId());
        assertThat(tokens.mailboxesByPrefix("1//brand-new")).containsExactly(mailkeep.mailboxId());
        assertThat(tokens.mailboxesByHash(
                        TokenDigests.ofToken(mailkeep.account().newestRefreshToken())))
                .isEmpty();
    }

    @Test
    void aRefreshTokenOfAnOlderGrantDoesNotReplaceANewerOne() {
        RefreshTokens.Stored used = stored();
        mailkeep.reconnect();
        String newer = stored().refreshToken();

        mailkeep.bean(RefreshTokens.class).refreshed(owner(), used, "1//late");

        assertThat(stored().refreshToken()).isEqualTo(newer).isNotEqualTo(used.refreshToken());
    }

    @Test
    void aFailedRefreshFailsWithItsMeaning() {
        for (Fault fault : List.of(Fault.backendError(503), Fault.html502(), Fault.truncated())) {
            mailkeep.google().faults().inject(fault.on("token").times(-1));
            assertThatThrownBy(() -> access().get(owner(), 1)).isInstanceOf(GoogleFailure.Unavailable.class);
            mailkeep.google().faults().clear();
        }
        mailkeep.google().faults().inject(Fault.invalidGrant());
        assertThatThrownBy(() -> access().get(owner(), 1)).isInstanceOf(GoogleFailure.GrantRevoked.class);
        assertThat(access().get(owner(), 1)).isNotEmpty();
    }

    @Test
    void holdersOfSecretsDoNotShowThem() {
        var tokens = new TokenEndpoint.Tokens(
                "ya29.access", Instant.EPOCH, "1//refresh", null, Set.of("scope"), "ey.id.token");
        String shown = tokens
                + " " + mailkeep.bean(GoogleSettings.class)
                + " " + new RefreshTokens.Stored("1//refresh", new byte[] {1})
                + " "
                + new PendingRevocations.Pending(mailkeep.mailboxId(), mailkeep.mailboxId(), "i", "s", "1//refresh")
                + " " + access()
                + " " + mailkeep.bean(Vault.class);

        assertThat(shown).doesNotContain("ya29", "1//refresh", "ey.id", "simulated-secret");
    }

    private AccessTokens access() {
        return mailkeep.bean(AccessTokens.class);
    }

    private GrantOwner owner() {
        return mailkeep.mailbox().owner();
    }

    private RefreshTokens.Stored stored() {
        return mailkeep.bean(RefreshTokens.class).find(owner()).orElseThrow();
    }
}
