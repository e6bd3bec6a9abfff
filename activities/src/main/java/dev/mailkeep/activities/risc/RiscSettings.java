package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.google.GoogleSettings;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Google's Cross-Account Protection.
 *
 * <pre>
 * mailkeep.risc:
 *   receiver: off        # GOOGLE_RISC
 *   configuration-uri: https://accounts.google.com/.well-known/risc-configuration  # GOOGLE_RISC_CONFIGURATION_URI
 * </pre>
 *
 * @param receiver {@code on} or {@code off}: whether Google may post security events here
 * @param configurationUri the discovery document, which names their issuer and keys
 */
@ConfigurationProperties("mailkeep.risc")
public record RiscSettings(String receiver, URI configurationUri) {

    /**
     * Checks both settings.
     *
     * @throws RefusedToStart when the receiver is neither on nor off, or the address is plain http beyond this machine
     */
    public RiscSettings {
        if (!receiver.equals("on") && !receiver.equals("off")) {
            throw new RefusedToStart("GOOGLE_RISC must be on or off");
        }
        configurationUri = GoogleSettings.withoutLastSlash(configurationUri);
        GoogleSettings.requireSecure("GOOGLE_RISC_CONFIGURATION_URI", configurationUri);
    }
}
