package dev.mailkeep.activities.mail;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;

/**
 * Decodes RFC 2047 words. Jakarta Mail looks its stream provider up among all services for every single word, which in a
 * packaged application is a search of every jar, unless a property names it (jakarta.mail.util.FactoryFinder).
 */
final class MimeWords {

    private static final String PROVIDER = "jakarta.mail.util.StreamProvider";

    static {
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, "org.eclipse.angus.mail.util.MailStreamProvider");
        }
    }

    private MimeWords() {}

    /** The text with its words decoded. */
    static String decoded(String text) throws UnsupportedEncodingException {
        return MimeUtility.decodeText(text);
    }
}
