package dev.mailkeep.api.limits;

import dev.mailkeep.api.settings.MailkeepSettings;
import java.time.Duration;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Configures how Tomcat treats slow clients and clients that open many connections. */
@Component
class Connector implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    /** The time for each read of a body. Headers are read without a waiting thread. */
    private static final Duration READ = Duration.ofSeconds(5);

    private final LimitSettings limits;
    private final MailkeepSettings settings;

    Connector(LimitSettings limits, MailkeepSettings settings) {
        this.limits = limits;
        this.settings = settings;
    }

    @Override
    public void customize(TomcatWebServerFactory factory) {
        factory.setProtocol(BoundedProtocol.class.getName());
        factory.addEngineValves(new UnreadBodies());
        factory.addConnectorCustomizers(connector -> {
            // Tomcat reads no form body to find parameters.
            connector.setParseBodyMethods("");
            if (connector.getProtocolHandler() instanceof BoundedProtocol protocol) {
                protocol.setDisableUploadTimeout(false);
                protocol.setConnectionUploadTimeout((int) READ.toMillis());
                // A client that is refused need not send its body first.
                protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
                if (!settings.https()) {
                    // With https every connection comes from the proxy, and only the proxy knows the client behind it.
                    protocol.connectionsOfOneAddress(limits.connections());
                }
            }
        });
    }
}
