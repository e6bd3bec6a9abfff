package dev.mailkeep.api.web;

import dev.mailkeep.api.settings.MailkeepSettings;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * What Mailkeep believes of the proxy that ends TLS: {@code X-Forwarded-Proto}, and the last address in
 * {@code X-Forwarded-For} that does not belong to a proxy. Only a Mailkeep with an https {@code PUBLIC_URL} has a
 * proxy, and it is believed only at a private address (Tomcat's RemoteIpValve;
 * {@code server.tomcat.remoteip.internal-proxies} names others). Mailkeep ignores {@code Forwarded},
 * {@code X-Forwarded-Host}, {@code -Port}, {@code -Prefix} and {@code -Ssl}.
 */
@Component
class TrustedProxy implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private static final int HTTPS = 443;

    private final MailkeepSettings settings;
    private final String proxies;

    TrustedProxy(MailkeepSettings settings, @Value("${server.tomcat.remoteip.internal-proxies:}") String proxies) {
        this.settings = settings;
        this.proxies = proxies;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        if (!settings.https()) {
            return;
        }
        var valve = new RemoteIpValve();
        valve.setRemoteIpHeader("X-Forwarded-For");
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader(null);
        valve.setPortHeader(null);
        int port = settings.publicUrl().getPort();
        valve.setHttpsServerPort(port < 0 ? HTTPS : port);
        if (!proxies.isBlank()) {
            valve.setInternalProxies(proxies);
        }
        factory.addEngineValves(valve);
    }
}
