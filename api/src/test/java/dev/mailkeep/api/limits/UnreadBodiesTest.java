package dev.mailkeep.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.settings.MailkeepSettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;

/** What becomes of a body that nothing reads, with Tomcat as we configure it and one servlet. */
class UnreadBodiesTest {

    /** Far longer than a connection that is closed needs to be seen closed, and far shorter than Tomcat would wait. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration TOMCATS = Duration.ofHours(1);

    @TempDir
    static Path base;

    private static WebServer server;

    @BeforeAll
    static void start() {
        var factory = new TomcatServletWebServerFactory(0);
        factory.setBaseDirectory(base.toFile());
        new Connector(
                        new LimitSettings(1, 1, 1, 1, 1, 1, 1, 100),
                        new MailkeepSettings(
                                URI.create("http://localhost"), MailkeepSettings.Role.WEB, base, Duration.ofMinutes(5)))
                .customize(factory);
        // Only so that the clock does not end what the code has to end: a client that sends one byte every few seconds
        // is waited for just as long.
        factory.addConnectorCustomizers(connector -> ((BoundedProtocol) connector.getProtocolHandler())
                .setConnectionUploadTimeout((int) TOMCATS.toMillis()));
        server = factory.getWebServer(
                context -> context.addServlet("answers", new Answers()).addMapping("/*"));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.destroy();
    }

    /** Reads the body where it is asked to, and answers. */
    private static final class Answers extends HttpServlet {
        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/reads")) {
                request.getInputStream().readAllBytes();
            }
            if (request.getRequestURI().equals("/flushes")) {
                response.flushBuffer();
            }
            response.getWriter().write("answered " + request.getRequestURI());
        }
    }

    @Test
    void theConnectionEndsWithTheAnswerInsteadOfWaitingForTheRest() throws IOException {
        assertThat(everythingThatComesAfter("POST /refuses HTTP/1.1\r\nContent-Length: 100000\r\n\r\n{"))
                .startsWith("HTTP/1.1 200")
                .contains("Connection: close")
                .endsWith("answered /refuses");
        assertThat(everythingThatComesAfter("POST /refuses HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"))
                .contains("Connection: close", "answered /refuses");
    }

    @Test
    void soItDoesWhenTheAnswerWasUnderWayAlready() throws IOException {
        assertThat(everythingThatComesAfter("POST /flushes HTTP/1.1\r\nContent-Length: 100000\r\n\r\n{"))
                .contains("answered /flushes");
    }

    @Test
    void aConnectionWhoseBodyWasReadTakesTheNextRequest() throws IOException {
        assertThat(everythingThatComesAfter("POST /reads HTTP/1.1\r\nContent-Length: 1\r\n\r\n{"
                        + "GET /next HTTP/1.1\r\n\r\nGET /last HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .contains("answered /reads", "answered /next", "answered /last");
    }

    /** Sends this and nothing more, and reads until the server closes the connection. */
    private static String everythingThatComesAfter(String requests) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write(requests.replace("HTTP/1.1\r\n", "HTTP/1.1\r\nHost: localhost\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
