package dev.mailkeep.simulator.oauth;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Scopes, and how Google spells them in its answers. */
public final class Scopes {

    public static final String GMAIL_READONLY = "https://www.googleapis.com/auth/gmail.readonly";

    /** Any of these lets a token read mail. */
    public static final Set<String> READ_MAIL =
            Set.of(GMAIL_READONLY, "https://mail.google.com/", "https://www.googleapis.com/auth/gmail.modify");

    private Scopes() {}

    /** Splits at spaces; {@code email} and {@code profile} become the long names that Google answers with. */
    static Set<String> parse(String scope) {
        Set<String> scopes = new TreeSet<>();
        for (String one : scope.strip().split("\\s+")) {
            if (one.equals("email") || one.equals("profile")) {
                scopes.add("https://www.googleapis.com/auth/userinfo." + one);
            } else if (!one.isEmpty()) {
                scopes.add(one);
            }
        }
        return scopes;
    }

    static String format(Set<String> scopes) {
        return scopes.stream().sorted().collect(Collectors.joining(" "));
    }

    static boolean readMail(Set<String> scopes) {
        return scopes.stream().anyMatch(READ_MAIL::contains);
    }
}
