package dev.mailkeep.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Mailkeep as a process of its own, which can be killed; its settings come from its environment. */
public final class MailkeepProcess implements AutoCloseable {

    private final MailkeepEnvironment environment;
    private final Process process;

    private MailkeepProcess(MailkeepEnvironment environment, Process process) {
        this.environment = environment;
        this.process = process;
    }

    /** Starts it and waits until it says that it is ready. */
    public static MailkeepProcess start(MailkeepEnvironment environment, String... jvmOptions) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(jvmOptions));
        command.add(Mailkeep.class.getName());
        Path log = environment.data().resolveSibling(environment.data().getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().putAll(environment.variables());
        Process process = builder.start();
        var started = new MailkeepProcess(environment, process);
        while (!Files.readString(log).contains("Mailkeep is ready")) {
            if (!process.isAlive()) {
                throw new AssertionError("it ended: " + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return started;
    }

    /** What {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** What {@code kill} does; returns once it has ended. */
    public void end() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** Its database, as its own role. Good until it ends. */
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
