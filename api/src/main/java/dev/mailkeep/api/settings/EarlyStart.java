package dev.mailkeep.api.settings;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.postgres.EmbeddedPostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts the embedded PostgreSQL and the simulated Google on their own threads while Spring reads its configuration.
 * Their beans take them from here. Starts nothing under settings that are refused anyway. What no bean has taken is
 * closed when the start fails or the process ends.
 */
class EarlyStart implements ApplicationListener<SpringApplicationEvent> {

    private final List<CompletableFuture<? extends AutoCloseable>> untaken = new ArrayList<>();
    private final Runnable atExit = this::closeUntaken;

    private @Nullable CompletableFuture<EmbeddedPostgresServer> postgres;
    private @Nullable CompletableFuture<AutoCloseable> google;

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationPreparedEvent prepared) {
            prepared.getApplicationContext().getBeanFactory().registerSingleton("earlyStart", this);
            begin(prepared.getApplicationContext().getEnvironment());
        } else if (event instanceof ApplicationFailedEvent) {
            closeUntaken();
        }
    }

    private void begin(ConfigurableEnvironment environment) {
        MailkeepSettings settings;
        try {
            settings = Binder.get(environment)
                    .bind("mailkeep", MailkeepSettings.class)
                    .get();
        } catch (RuntimeException refused) {
            return; // the bean of these settings says why
        }
        SpringApplication.getShutdownHandlers().add(atExit);
        if (environment.getRequiredProperty(EmbeddedDefaults.EMBEDDED_DATABASE, Boolean.class)) {
            postgres = begun(CompletableFuture.supplyAsync(
                    () -> EmbeddedDatabase.start(settings.dataDirectory()), EarlyStart::onAThread));
        }
        if (environment.getRequiredProperty(EmbeddedDefaults.SIMULATED_GOOGLE, Boolean.class)
                && GoogleSettings.isLoopback(settings.publicUrl().getHost())) {
            // Starts after PostgreSQL, whose lock keeps two processes from writing one journal.
            CompletableFuture<?> locked = postgres == null ? CompletableFuture.completedFuture(null) : postgres;
            google = begun(locked.<AutoCloseable>thenApplyAsync(
                    done -> GoogleConfiguration.Simulated.start(settings), EarlyStart::onAThread));
        }
    }

    /** The PostgreSQL that was started early, or one started now. */
    EmbeddedPostgresServer postgres(MailkeepSettings settings) {
        return postgres == null ? EmbeddedDatabase.start(settings.dataDirectory()) : take(postgres);
    }

    /**
     * The simulated Google that was started early, or one started now. No signature of this class names its type: Spring
     * reads them all, and the simulator's classes are not even loaded where there is a real Google.
     */
    AutoCloseable google(MailkeepSettings settings) {
        return google == null ? GoogleConfiguration.Simulated.start(settings) : take(google);
    }

    private <T extends AutoCloseable> CompletableFuture<T> begun(CompletableFuture<T> part) {
        synchronized (untaken) {
            untaken.add(part);
        }
        return part;
    }

    private <T extends AutoCloseable> T take(CompletableFuture<T> part) {
        T started = outcome(part);
        synchronized (untaken) {
            untaken.remove(part);
            if (untaken.isEmpty()) {
                SpringApplication.getShutdownHandlers().remove(atExit);
            }
        }
        return started;
    }

    private static <T> T outcome(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw failed;
        }
    }

    /** Closes the last one first, and each only once it has started. */
    private void closeUntaken() {
        synchronized (untaken) {
            for (int i = untaken.size() - 1; i >= 0; i--) {
                close(untaken.get(i));
            }
            untaken.clear();
        }
    }

    private static void close(CompletableFuture<? extends AutoCloseable> part) {
        AutoCloseable started;
        try {
            started = part.join();
        } catch (CompletionException failed) {
            return; // there is nothing to close
        }
        try {
            started.close();
        } catch (Exception inTheWay) {
            throw new IllegalStateException("What was started early can't be stopped.", inTheWay);
        }
    }

    private static void onAThread(Runnable start) {
        var thread = new Thread(start, "early-start");
        thread.setDaemon(true);
        thread.start();
    }
}
