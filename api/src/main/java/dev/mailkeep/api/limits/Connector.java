package dev.mailkeep.api.limits;

import dev.mailkeep.api.settings.MailkeepSettings;
import java.time.Duration;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.boot.tomcat.TomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** How Tomcat treats clients that take their time, or take many connections. */
@Component
class Connector implements WebServerFactoryCustomizer<TomcatWebServerFactory> {

    /** For each read of a body; headers are read without a thread that waits. */
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
            // No form is read for parameters.
            connector.setParseBodyMethods("");
            if (connector.getProtocolHandler() instanceof BoundedProtocol protocol) {
                protocol.setDisableUploadTimeout(false);
                protocol.setConnectionUploadTimeout((int) READ.toMillis());
                // Who is refused sends no body in vain.
                protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
                if (!settings.https()) {
                    // With https every connection is the proxy's, and it is the proxy that knows whose each is.
                    protocol.connectionsOfOneAddress(limits.connections());
                }
            }
        });
    }
}
