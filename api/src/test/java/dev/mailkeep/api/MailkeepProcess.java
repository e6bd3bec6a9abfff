package dev.mailkeep.api;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Mailkeep as a process of its own, which a test can kill. Its settings come from its environment. */
public final class MailkeepProcess implements AutoCloseable {

    private final MailkeepEnvironment environment;
    private final Process process;

    private MailkeepProcess(MailkeepEnvironment environment, Process process) {
        this.environment = environment;
        this.process = process;
    }

    /** Starts it and waits until it says that it is ready. */
    public static MailkeepProcess start(MailkeepEnvironment environment, String... jvmOptions) throws Exception {
        Path log = log(environment);
        Process process = process(environment, log.toFile(), jvmOptions);
        var started = new MailkeepProcess(environment, process);
        while (!Files.readString(log).contains("Mailkeep is ready")) {
            if (!process.isAlive()) {
                throw new AssertionError("it ended: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return started;
    }

    /** Starts it with a log on a full disk, and does not wait. */
    public static MailkeepProcess startOnAFullDisk(MailkeepEnvironment environment) throws IOException {
        return new MailkeepProcess(environment, process(environment, new File("/dev/full")));
    }

    private static Path log(MailkeepEnvironment environment) {
        return environment.data().resolveSibling(environment.data().getFileName() + ".log");
    }

    private static Process process(MailkeepEnvironment environment, File log, String... jvmOptions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(jvmOptions));
        command.add(Mailkeep.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.to(log));
        builder.environment().putAll(environment.variables());
        return builder.start();
    }

    /** Its log so far. */
    public String log() throws IOException {
        return Files.readString(log(environment));
    }

    /** As {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill}; returns once it has ended. */
    public void end() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Its database, as its own role, until it ends. */
    public JdbcClient database() throws IOException {
        String port = Files.readAllLines(environment.data().resolve("postgres/postmaster.pid"))
                .get(3);
        String password = Files.readString(environment.data().resolve("postgres-password"))
                .strip();
        return JdbcClient.create(new DriverManagerDataSource(
                "jdbc:postgresql://127.0.0.1:" + port.strip() + "/mailkeep", "mailkeep", password));
    }

    /** The PostgreSQL servers on its data directory. */
    public List<ProcessHandle> postmasters() {
        String command = "bin/postgres -D " + environment.data();
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().orElse("").contains(command))
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            end();
        }
    }
}
