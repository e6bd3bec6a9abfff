package dev.mailkeep.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many connections one network address may hold open, with Tomcat and nothing else. */
class BoundedProtocolTest {

    @TempDir
    static Path base;

    @Test
    void oneAddressHoldsSoManyConnectionsOpenAndGetsAnotherOnceOneIsClosed() throws Exception {
        var connector = new Connector(BoundedProtocol.class.getName());
        connector.setPort(0);
        ((BoundedProtocol) connector.getProtocolHandler()).connectionsOfOneAddress(5);
        var tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setConnector(connector);
        tomcat.getEngine();
        tomcat.start();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
            }
            Patience.eventually(() -> assertThat(open(sockets)).isEqualTo(5));

            sockets.get(0).close();
            Patience.eventually(() -> {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
                assertThat(open(sockets)).isEqualTo(5);
            });
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
            tomcat.stop();
            tomcat.destroy();
        }
    }

    /** How many the server has not closed: of those it has, the end can be read. */
    private static long open(List<Socket> sockets) {
        return sockets.stream()
                .filter(socket -> !socket.isClosed() && isOpen(socket))
                .count();
    }

    private static boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(20);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException nothingToRead) {
            return true;
        } catch (IOException reset) {
            return false;
        }
    }
}
