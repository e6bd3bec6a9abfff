package dev.mailkeep.api;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A simulated Google and a Mailkeep that takes it for Google, for all tests of a class.
 *
 * <p>A class that needs no settings of its own takes the {@linkplain #shared() shared} pair, which is started once in a JVM.
 * The class finds an empty database there, and accounts of earlier classes at Google: it must use addresses of its own.
 */
public final class MailkeepExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private static final Namespace NAMESPACE = Namespace.create(MailkeepExtension.class);

    private final @Nullable SimulatorSettings googleSettings;
    private final BiFunction<SimulatedGoogle, MailkeepEnvironment, MailkeepEnvironment> settings;
    private boolean forgetsPeople;
    private @Nullable GoogleAndMailkeep pair;

    private MailkeepExtension(
            @Nullable SimulatorSettings googleSettings,
            BiFunction<SimulatedGoogle, MailkeepEnvironment, MailkeepEnvironment> settings) {
        this.googleSettings = googleSettings;
        this.settings = settings;
    }

    /**
     * The pair that classes share, on a Google without a quota: {@link MailkeepEnvironment#of}, with security events and two
     * more names of the management port.
     */
    public static MailkeepExtension shared() {
        return new MailkeepExtension(
                null,
                (google, environment) -> environment
                        .with("GOOGLE_RISC", "on")
                        .with(
                                "GOOGLE_RISC_CONFIGURATION_URI",
                                google.riscConfigurationUri().toString())
                        .with("MANAGEMENT_HOSTS", "Mailkeep.internal, other.internal"));
    }

    /** Deletes all people after each test. */
    public MailkeepExtension forgettingPeople() {
        forgetsPeople = true;
        return this;
    }

    /** A pair of the class's own, with these settings in addition to {@link MailkeepEnvironment#of}. */
    public static MailkeepExtension with(UnaryOperator<MailkeepEnvironment> settings) {
        return on(SimulatorSettings.defaults(), (google, environment) -> settings.apply(environment));
    }

    /** As {@link #with}, on a Google that behaves like this. */
    public static MailkeepExtension on(
            SimulatorSettings google, BiFunction<SimulatedGoogle, MailkeepEnvironment, MailkeepEnvironment> settings) {
        return new MailkeepExtension(google, settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (googleSettings != null) {
            pair = GoogleAndMailkeep.start(googleSettings, settings);
            return;
        }
        // The session's store, not the root's: Surefire runs each class as an execution of its own.
        pair = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(
                        "shared",
                        key -> GoogleAndMailkeep.start(
                                SimulatorSettings.defaults().withQuota(Quota.unlimited()), settings),
                        GoogleAndMailkeep.class);
        forgetEverything();
    }

    /** What a test did to Google ends with it, and where the class says so, the people it added are deleted. */
    @Override
    public void afterEach(ExtensionContext context) {
        if (forgetsPeople) {
            forgetEverybody();
        }
        google().faults().clear();
        google().latency(Duration.ZERO);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (googleSettings == null) {
            forgetEverything();
        } else if (pair != null) {
            pair.close();
        }
        pair = null;
    }

    /**
     * Ends the workflows, which would report later that their mailboxes are gone, and empties the database, but for the
     * audit log, which only grows.
     */
    private void forgetEverything() {
        OpenWorkflows.terminate(bean(WorkflowClient.class));
        forgetEverybody();
        for (String table : List.of("browser_sessions", "operator_faults", "token_endpoint_backoff")) {
            jdbc().sql("delete from " + table).update();
        }
    }

    /** Deletes all people with everything that belongs to them. */
    public void forgetEverybody() {
        jdbc().sql("delete from users").update();
        jdbc().sql("delete from pending_revocations").update();
    }

    public SimulatedGoogle google() {
        return pair().google();
    }

    /** Adds an account at Google that is called like its address. */
    public SimulatedAccount addAccount(String email) {
        return google().addAccount(email, email.substring(0, email.indexOf('@')));
    }

    public RunningMailkeep running() {
        return pair().mailkeep();
    }

    public URI url() {
        return running().url();
    }

    public ConfigurableApplicationContext context() {
        return running().context();
    }

    public <T> T bean(Class<T> type) {
        return running().bean(type);
    }

    public JdbcClient jdbc() {
        return running().jdbc();
    }

    /** A browser that has never been here. */
    public Browser browser() {
        return running().browser();
    }

    /** What the management port offers. */
    public Operator operator() {
        return running().operator();
    }

    /** Runs at once what is scheduled for every two minutes. */
    public void reconcile() {
        running().reconcile();
    }

    private GoogleAndMailkeep pair() {
        return Objects.requireNonNull(pair, "started before the first test of the class");
    }
}
