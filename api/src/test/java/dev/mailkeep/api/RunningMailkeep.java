package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.Task;

/** The whole application in this JVM, as its main method starts it: embedded PostgreSQL and Temporal included. */
public final class RunningMailkeep implements AutoCloseable {

    private final MailkeepEnvironment environment;
    private final ConfigurableApplicationContext context;

    private RunningMailkeep(MailkeepEnvironment environment, ConfigurableApplicationContext context) {
        this.environment = environment;
        this.context = context;
    }

    /** Returns once {@link ApplicationReadyEvent} has been handled. */
    public static RunningMailkeep start(MailkeepEnvironment environment) {
        String[] arguments = environment.variables().entrySet().stream()
                .map(variable -> "--" + variable.getKey() + "=" + variable.getValue())
                .toArray(String[]::new);
        return new RunningMailkeep(environment, new SpringApplication(Mailkeep.class).run(arguments));
    }

    public MailkeepEnvironment environment() {
        return environment;
    }

    public URI url() {
        return environment.url();
    }

    public URI managementUrl() {
        return environment.managementUrl();
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** A browser that has never been here. */
    public Browser browser() {
        return new Browser(url());
    }

    /** Does now what is done every two minutes. */
    public void reconcile() {
        List<Task> tasks = context.getBeansOfType(ScheduledTaskHolder.class).values().stream()
                .flatMap(holder -> holder.getScheduledTasks().stream())
                .map(ScheduledTask::getTask)
                .filter(task -> task.toString().matches(".*\\.(Reconciler\\..*|Housekeeping\\.keepHouse)"))
                .toList();
        assertThat(tasks).hasSize(2);
        tasks.forEach(task -> task.getRunnable().run());
    }

    @Override
    public void close() {
        context.close();
    }
}
