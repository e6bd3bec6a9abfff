package dev.mailkeep.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Another JVM that starts the server, to be killed or interrupted. */
final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** {@code prefix}: what runs it, such as {@code setsid}. */
    static ChildProcess spawn(Path directory, String... prefix) throws IOException {
        List<String> command = new ArrayList<>(List.of(prefix));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(ChildProcess.class.getName(), directory.toString()));
        return new ChildProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What follows the prefix in the first line that begins with it. */
    String awaitLine(String prefix) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length()).strip();
            }
        }
        throw new AssertionError("the child ended without saying " + prefix);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Commits a row, says so, and waits to be killed; when it is interrupted instead, it drains before it closes. */
    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.start(Path.of(arguments[0]), "shop");
        Connection connection = DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS kept; CREATE TABLE kept (what text)");
            statement.execute("INSERT INTO kept VALUES ('before the end')");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(server, connection)));
        System.out.println("ready " + server.jdbcUrl());
        Thread.currentThread().join();
    }

    private static void drain(EmbeddedPostgresServer server, Connection connection) {
        try (server;
                Statement statement = connection.createStatement()) {
            // Long enough for a PostgreSQL that got the same signal to have thrown this connection out.
            statement.execute("SELECT pg_sleep(2)");
            statement.execute("INSERT INTO kept VALUES ('while draining')");
            System.out.println("drained yes");
        } catch (SQLException e) {
            System.out.println("drained no, " + e.getMessage());
        }
    }
}
