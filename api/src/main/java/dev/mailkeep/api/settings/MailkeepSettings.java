package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * <pre>
 * mailkeep:
 *   public-url: http://localhost:8080   # PUBLIC_URL
 *   role: all                           # MAILKEEP_ROLE: all, web or worker
 *   data-directory: data                # where the embedded defaults store their data
 *   sync-interval: PT5M                 # MAILKEEP_SYNC_INTERVAL, for new mailboxes
 * </pre>
 *
 * @param publicUrl where people reach Mailkeep, without a path
 * @param syncInterval at least ten seconds
 */
@ConfigurationProperties("mailkeep")
public record MailkeepSettings(URI publicUrl, Role role, Path dataDirectory, Duration syncInterval) {

    /**
     * Ten seconds: history.list costs 2 units, so even checks this often use a fifth of a percent of a user's quota.
     */
    public static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);

    /** Checks the ranges. */
    public MailkeepSettings {
        if (syncInterval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw new RefusedToStart("MAILKEEP_SYNC_INTERVAL must be at least PT10S");
        }
        if (publicUrl.getHost() == null || !publicUrl.getPath().matches("/?")) {
            throw new RefusedToStart("PUBLIC_URL must be a scheme and a host, such as https://mail.example.org");
        }
        publicUrl = URI.create(publicUrl.getScheme() + "://" + publicUrl.getAuthority());
    }

    /** What this process does. */
    public enum Role {
        ALL,
        WEB,
        WORKER
    }

    /** Whether browsers reach us by https. */
    public boolean https() {
        return publicUrl.getScheme().equals("https");
    }

    /**
     * The {@code Origin} that browsers send for our page: in lower case, with a port only if it is not the usual one.
     */
    public String origin() {
        String host = publicUrl.getScheme() + "://" + publicUrl.getHost();
        boolean usual = publicUrl.getPort() < 0 || publicUrl.getPort() == (https() ? 443 : 80);
        return (usual ? host : host + ":" + publicUrl.getPort()).toLowerCase(Locale.ROOT);
    }

    /** The page that Google sends the browser back to. */
    public String redirectUri() {
        return publicUrl + "/auth/callback";
    }
}
