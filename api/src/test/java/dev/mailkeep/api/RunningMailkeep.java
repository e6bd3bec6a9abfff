package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.Task;

/** The whole application in this JVM, as its main method starts it, with embedded PostgreSQL and Temporal. */
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

    /** Starts it with settings that it must refuse with this sentence. */
    public static void assertRefused(MailkeepEnvironment environment, String sentence) {
        assertThatThrownBy(() -> start(environment).close())
                .satisfies(
                        refusal -> assertThat(Throwables.getRootCause(refusal)).hasMessageContaining(sentence));
    }

    public MailkeepEnvironment environment() {
        return environment;
    }

    public URI url() {
        return environment.url();
    }

    /** What the management port offers. */
    public Operator operator() {
        return new Operator(environment.managementUrl());
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The names of the classes of all beans. */
    public List<String> beanClasses() {
        return Stream.of(context.getBeanDefinitionNames())
                .map(context::getType)
                .filter(Objects::nonNull)
                .map(Class::getName)
                .toList();
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** A browser that has never been here. */
    public Browser browser() {
        return new Browser(url());
    }

    /** Runs at once what is scheduled for every two minutes. */
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
