package dev.mailkeep.api.web;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The page's content security policy. Styles and scripts must be ours or carry this response's nonce (Mantine writes
 * style elements); nothing is inline, and nothing comes from elsewhere. Only if Google's popup is enabled, Google's
 * script for it is allowed as well.
 */
final class PageHeaders {

    static final String NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    // Google requires this ("Setup: Content Security Policy" of its guide to Identity Services).
    private static final String GSI = "https://accounts.google.com/gsi/";

    private static final SecureRandom RANDOM = new SecureRandom();

    private PageHeaders() {}

    static String nonce() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The policy of one response.
     *
     * @param popup whether Google's script may open its popup
     */
    static String policy(String nonce, boolean popup) {
        return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'" + (popup ? " " + GSI + "client" : "")
                + "; style-src 'self' 'nonce-" + nonce + "'" + (popup ? " " + GSI + "style" : "")
                + "; img-src 'self' data:; font-src 'self'; connect-src 'self'" + (popup ? " " + GSI : "")
                + (popup ? "; frame-src " + GSI : "")
                + "; manifest-src 'self';"
                + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'; object-src 'none'";
    }
}
