package dev.mailkeep.activities.token;

import dev.mailkeep.activities.digest.Sha256;
import java.util.Set;

/** Keys that anybody can know: published in some documentation, or typed instead of generated. */
final class SampleKeys {

    /** SHA-256 of 256-bit key material that public pages show. */
    private static final Set<String> PUBLISHED = Set.of(
            // Mailkeep's own .env.example
            "0259b1af2bdc1bb6b862dd18d0e9aadcd636f5d564b2d07b6e322dd5cc42ee2d",
            // Tink's examples and their many copies
            "ac1c933c41e07da37aed80273eef7cda0e99d383791a6435b850dcfda7f4f8cb",
            // demo configurations of public projects
            "49c6272acd575c39e50be77d335b2406c99e3cf2e304f9f940bacfcbc66f1fbc",
            "5f66473792cf6841ab39c788b0aa8fb2c242fbc85c00f4a89d95cf8737382cee",
            "e2a9c43b146765fa1b8b84daf19fe4739f61ed918d5c9c03392fda6dd443a35a");

    private SampleKeys() {}

    static boolean contain(byte[] key) {
        return isTyped(key) || PUBLISHED.contains(Sha256.hex(key));
    }

    /**
     * Whether each byte is the one before plus the same step: all zeros, all 0x41, 00 01 02 … A generated key never is.
     */
    private static boolean isTyped(byte[] key) {
        for (int i = 2; i < key.length; i++) {
            if ((byte) (key[i] - key[i - 1]) != (byte) (key[1] - key[0])) {
                return false;
            }
        }
        return true;
    }
}
