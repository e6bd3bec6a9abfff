package dev.mailkeep.api.limits;

import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's own protocol, with a limit on the connections that one network address may hold open. Public and with a
 * constructor without parameters, because Tomcat creates it by its name.
 */
public final class BoundedProtocol extends Http11NioProtocol {

    private final Bounded endpoint;

    public BoundedProtocol() {
        this(new Bounded());
    }

    private BoundedProtocol(Bounded endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    void connectionsOfOneAddress(int most) {
        endpoint.most = most;
    }

    private static final class Bounded extends NioEndpoint {

        private volatile int most = Integer.MAX_VALUE;

        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            // Only the acceptor thread adds connections, so the count is right. While there are fewer connections in
            // all than one address may hold, there is nothing to count.
            if (connections.size() >= most && held(network(socket)) >= most) {
                destroySocket(socket);
                return false;
            }
            return super.setSocketOptions(socket);
        }

        private long held(@Nullable String network) {
            return connections.keySet().stream()
                    .filter(open -> network != null && network.equals(network(open)))
                    .count();
        }

        private static @Nullable String network(SocketChannel socket) {
            InetAddress address = socket.socket().getInetAddress();
            return address == null ? null : NetworkAddress.of(address);
        }
    }
}
