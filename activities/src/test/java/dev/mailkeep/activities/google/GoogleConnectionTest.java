package dev.mailkeep.activities.google;

import static dev.mailkeep.activities.google.GoogleTransportTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that fail. */
class GoogleConnectionTest {

    @Test
    void aRefusedConnectionDoesNotNameTheAddress() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        assertThatThrownBy(() -> get("http://127.0.0.1:" + port + "/", Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessage("The connection failed")
                .hasNoCause();
    }

    @Test
    void anUnknownHostNameIsAFailedConnection() {
        assertThatThrownBy(() -> get("http://gmail.invalid/", Duration.ofSeconds(60)))
                .isInstanceOf(IOException.class)
                .hasNoCause();
    }

    @Test
    void anUntrustedCertificateIsAFailedConnectionAndNothingIsSentInTheClear(@TempDir Path folder) throws Exception {
        var asked = new AtomicBoolean();
        HttpsServer impostor = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        impostor.setHttpsConfigurator(new HttpsConfigurator(selfSigned(folder)));
        impostor.createContext("/", exchange -> asked.set(true));
        impostor.start();
        try {
            assertThatThrownBy(() ->
                            get("https://localhost:" + impostor.getAddress().getPort() + "/", Duration.ofSeconds(60)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The connection failed");
            assertThat(asked).isFalse();
        } finally {
            impostor.stop(0);
        }
    }

    @Test
    void aHostThatAcceptsNoConnectionIsGivenUpLongBeforeTheDeadline() throws IOException {
        var waiting = new ArrayList<Socket>();
        // Linux queues one connection more than the backlog and leaves all others without an answer.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(full.getInetAddress(), full.getLocalPort()));
            }

            assertThatThrownBy(() -> get("http://127.0.0.1:" + full.getLocalPort() + "/", Duration.ofHours(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("The connection failed");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** A self-signed certificate, as an interceptor would show. */
    private static SSLContext selfSigned(Path folder) throws Exception {
        Path store = folder.resolve("impostor.p12");
        char[] password = "changeit".toCharArray();
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "impostor",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .inheritIO()
                .start()
                .waitFor();
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
