package dev.mailkeep.api.keys;

import dev.mailkeep.activities.token.KeysetCheck;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.activities.token.Vault;
import dev.mailkeep.activities.token.rotation.KeysetReaders;
import dev.mailkeep.activities.token.rotation.KeysetWatch;
import dev.mailkeep.activities.token.rotation.Reencryption;
import dev.mailkeep.api.settings.KeysetSettings;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Loads a changed keyset file, records which keys this process holds and, if this process runs a worker, re-encrypts
 * what is stored under an older key. It has a thread of its own, so that a busy process is not taken for one that
 * ended. If the keyset is not this database's, it does nothing.
 */
@Component
class KeysetMaintenance implements InitializingBean, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(KeysetMaintenance.class);

    private static final Duration RUN_EVERY = Duration.ofSeconds(3);
    private static final Duration PRESENT_EVERY = KeysetReaders.SILENCE.dividedBy(4);
    private static final Duration BUSY = Duration.ofSeconds(3);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final UUID reader = UUID.randomUUID();
    private final Vault vault;
    private final KeysetReaders readers;
    private final @Nullable KeysetWatch watch;
    private final @Nullable Reencryption reencryption;
    private final boolean fits;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var daemon = new Thread(task, "keyset");
        daemon.setDaemon(true);
        return daemon;
    });
    private long nextStepAt = System.nanoTime();

    KeysetMaintenance(
            MailkeepSettings settings,
            KeysetSettings keyset,
            Vault vault,
            KeysetCheck check,
            RefreshTokens tokens,
            PendingRevocations waiting,
            JdbcClient jdbc) {
        this.vault = vault;
        this.readers = new KeysetReaders(jdbc);
        this.watch = keyset.keysetFile()
                .map(file -> new KeysetWatch(file, vault, jdbc))
                .orElse(null);
        this.reencryption = settings.role() == Role.WEB ? null : new Reencryption(jdbc, vault, tokens, waiting);
        this.fits = check.fits();
    }

    /** Records this process's keys before it stores its first token. */
    @Override
    public void afterPropertiesSet() {
        if (fits) {
            present();
            every(RUN_EVERY, this::maintain);
            every(PRESENT_EVERY, this::present);
        }
    }

    private void every(Duration time, Runnable task) {
        thread.scheduleWithFixedDelay(() -> survive(task), time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that fails runs again next time; an exception would end the schedule. */
    private static void survive(Runnable task) {
        try {
            task.run();
        } catch (DataAccessException away) {
            log.debug("PostgreSQL could not be used");
        } catch (RuntimeException unexpected) {
            log.warn(
                    "The keyset could not be maintained: {}",
                    unexpected.getClass().getSimpleName());
        }
    }

    private void maintain() {
        if (watch != null && watch.loadIfChanged()) {
            present();
            nextStepAt = System.nanoTime();
        }
        if (reencryption != null && System.nanoTime() - nextStepAt >= 0) {
            Reencryption.Step step = reencryption.step();
            Duration pause = step.more() ? Duration.ZERO : step.renewed() > 0 ? BUSY : IDLE;
            nextStepAt = System.nanoTime() + pause.toNanos();
        }
    }

    private void present() {
        readers.present(reader, vault);
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
        if (fits) {
            survive(() -> readers.gone(reader));
        }
    }
}
