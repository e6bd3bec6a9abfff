package dev.mailkeep.api;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment in which a Mailkeep is started: the variables that an operator would set, and free ports of this
 * machine.
 *
 * @param variables by name, as they stand in the environment
 * @param data the data directory
 */
public record MailkeepEnvironment(Map<String, String> variables, int port, int managementPort, Path data) {

    public MailkeepEnvironment {
        variables = Map.copyOf(variables);
    }

    /** The demo: no settings but ports and the data directory. */
    public static MailkeepEnvironment bare(Path data) {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path real = data.toRealPath();
            return new MailkeepEnvironment(
                    Map.of(
                            "SERVER_PORT", String.valueOf(one.getLocalPort()),
                            "MANAGEMENT_PORT", String.valueOf(two.getLocalPort()),
                            "PUBLIC_URL", "http://localhost:" + one.getLocalPort(),
                            "MAILKEEP_DATA_DIRECTORY", real.toString()),
                    one.getLocalPort(),
                    two.getLocalPort(),
                    real);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** The settings of an operator for a Google, with limits and a quota that no test reaches, and the shortest interval. */
    public static MailkeepEnvironment of(SimulatedGoogle google, Path data) {
        SimulatorSettings client = SimulatorSettings.defaults();
        return bare(data)
                .with("GOOGLE_CLIENT_ID", client.clientId())
                .with("GOOGLE_CLIENT_SECRET", client.clientSecret())
                .with("GOOGLE_AUTHORIZATION_URI", google.authorizationUri().toString())
                .with("GOOGLE_TOKEN_URI", google.tokenUri().toString())
                .with("GOOGLE_REVOCATION_URI", google.revocationUri().toString())
                .with("GOOGLE_JWKS_URI", google.jwksUri().toString())
                .with("GOOGLE_ISSUER", google.issuer())
                .with("GMAIL_BASE_URL", google.gmailBaseUri().toString())
                .with("MAILKEEP_LIMIT_SIGN_INS", "100000")
                .with("MAILKEEP_LIMIT_PLANS", "100000")
                .with("MAILKEEP_LIMIT_CHECKS", "100000")
                .with("MAILKEEP_LIMIT_EXPORTS", "100000")
                .with("MAILKEEP_LIMIT_SEARCHES", "100000")
                .with("MAILKEEP_LIMIT_ACTIVITY", "100000")
                .with("MAILKEEP_LIMIT_CHANGES", "100000")
                .with("GMAIL_QUOTA_UNITS_PER_MINUTE", "1000000")
                .with("GMAIL_QUOTA_PROJECT_UNITS_PER_MINUTE", "2000000")
                .with("MAILKEEP_SYNC_INTERVAL", "PT10S");
    }

    /** A copy with one more variable, or another value of one. */
    public MailkeepEnvironment with(String name, String value) {
        var more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new MailkeepEnvironment(more, port, managementPort, data);
    }

    /** The address of its page. */
    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** The address of its health and metrics. */
    public URI managementUrl() {
        return URI.create("http://localhost:" + managementPort);
    }
}
