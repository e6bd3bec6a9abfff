package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.google.GoogleSettings;
import java.net.URI;

/**
 * Where Google says who signs security events, and whom they must be meant for.
 *
 * @param configurationUri the discovery document
 * @param clientId our OAuth client id, which a token must name
 * @param issuer the name under which mailboxes of this Google are kept
 */
public record RiscSettings(URI configurationUri, String clientId, String issuer) {

    /**
     * Checks the address.
     *
     * @throws dev.mailkeep.activities.RefusedToStart when it is plain http beyond this machine
     */
    public RiscSettings {
        configurationUri = GoogleSettings.withoutLastSlash(configurationUri);
        GoogleSettings.requireSecure("GOOGLE_RISC_CONFIGURATION_URI", configurationUri);
    }
}
