package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Google's popup code model, for pages that embed {@code @react-oauth/google}; our own page uses redirects.
 *
 * <pre>
 * mailkeep:
 *   popup:
 *     enabled: off                # GOOGLE_POPUP
 *     redirect-uri: postmessage   # GOOGLE_POPUP_REDIRECT_URI
 * </pre>
 *
 * @param enabled whether a code may come without a state
 * @param redirectUri the redirect URI that Google expects for such a code. Its guide says the page's origin;
 *     in practice it is the word {@code postmessage}
 */
@ConfigurationProperties("mailkeep.popup")
public record PopupSettings(boolean enabled, String redirectUri) {

    private static final String POSTMESSAGE = "postmessage";

    /** Checks the redirect URI. */
    public PopupSettings {
        redirectUri = redirectUri.replaceAll("(?<=[^/])/$", "");
        if (!redirectUri.equals(POSTMESSAGE) && !isOrigin(redirectUri)) {
            throw new RefusedToStart(
                    "GOOGLE_POPUP_REDIRECT_URI must be postmessage, or a scheme and a host without a path");
        }
    }

    private static boolean isOrigin(String uri) {
        try {
            URI parsed = URI.create(uri);
            return parsed.getHost() != null && uri.equals(parsed.getScheme() + "://" + parsed.getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
