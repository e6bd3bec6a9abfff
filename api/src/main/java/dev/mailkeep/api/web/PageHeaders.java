package dev.mailkeep.api.web;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The page's content security policy. Styles and scripts are ours, or carry this response's nonce (Mantine writes style
 * elements); nothing inline, nothing from elsewhere.
 */
final class PageHeaders {

    static final String NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    private static final SecureRandom RANDOM = new SecureRandom();

    private PageHeaders() {}

    static String nonce() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String policy(String nonce) {
        return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'; style-src 'self' 'nonce-" + nonce
                + "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
                + " base-uri 'none'; frame-ancestors 'none'; form-action 'self'; object-src 'none'";
    }
}
