package dev.mailkeep.simulator.oauth;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The HTML of the authorization page. It has no script and loads nothing. Allow is the first button because the Enter
 * key presses the first one.
 */
final class AuthorizationPage {

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s – Simulated Google</title>
            <style>
              :root { color-scheme: light; }
              * { box-sizing: border-box; }
              body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f0f4f9;
                     color: #1f1f1f; font: 16px/1.5 system-ui, sans-serif; padding: 1rem; }
              main { background: #fff; border-radius: 20px; padding: 2rem; width: 100%%; max-width: 30rem; }
              .notice { background: #fff4ce; border-radius: 10px; padding: .6rem .9rem; margin: 0 0 1.5rem;
                        font-size: .875rem; }
              h1 { font-size: 1.5rem; font-weight: 500; line-height: 1.25; margin: 0 0 .25rem; }
              p { margin: 0 0 1.25rem; color: #444746; }
              fieldset { border: 0; margin: 0 0 1.5rem; padding: 0; }
              legend { font-weight: 600; padding: 0; margin-bottom: .5rem; }
              label { display: flex; gap: .75rem; align-items: center; padding: .6rem .5rem; min-height: 3rem;
                      border-bottom: 1px solid #e3e3e3; cursor: pointer; }
              label:last-of-type { border-bottom: 0; }
              label small { display: block; color: #444746; }
              input { width: 1.15rem; height: 1.15rem; flex: none; accent-color: #0b57d0; }
              .fixed { padding: .4rem .5rem; margin: 0; }
              .actions { display: flex; gap: .75rem; }
              button { font: inherit; font-weight: 500; border-radius: 999px; padding: .55rem 1.5rem;
                       border: 1px solid #747775; background: #fff; color: #0b57d0; cursor: pointer; }
              button#allow { background: #0b57d0; border-color: #0b57d0; color: #fff; }
              :focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
              code { overflow-wrap: anywhere; }
            </style>
            </head>
            <body>
            <main>
            <div class="notice" role="note"><strong>This is a simulated Google</strong> for trying Mailkeep.
            The accounts below are made up. No real account is touched.</div>
            %s
            </main>
            </body>
            </html>
            """;

    private AuthorizationPage() {}

    /**
     * @param action the form's target, not yet escaped
     * @param hint the login_hint: an address or a sub
     */
    static String chooser(List<Person> people, String action, boolean mail, @Nullable String hint) {
        Person chosen = people.stream()
                .filter(person ->
                        person.email().equalsIgnoreCase(hint) || person.sub().equals(hint))
                .findFirst()
                .orElse(people.isEmpty() ? null : people.get(0));
        String accounts = people.stream()
                .map(person -> """
                        <label><input type="radio" name="account" value="%s" required%s>
                        <span>%s<small>%s</small></span></label>
                        """.formatted(
                                escape(person.email()),
                                person.equals(chosen) ? " checked" : "",
                                escape(person.displayName()),
                                escape(person.email())))
                .collect(Collectors.joining());
        String permissions = mail ? """
                <fieldset>
                <legend>Select what Mailkeep can access</legend>
                <label><input type="checkbox" name="gmail" value="on" checked>
                <span>View your email messages and settings <small>gmail.readonly</small></span></label>
                <p class="fixed">Mailkeep also learns your email address.</p>
                </fieldset>
                """ : "";
        String title = mail ? "Mailkeep wants access to an account" : "Choose an account";
        return FRAME.formatted(title, """
                <h1>%s</h1>
                <p>%s</p>
                <form method="post" action="%s">
                <fieldset>
                <legend>Account</legend>
                %s</fieldset>
                %s<div class="actions">
                <button id="allow" type="submit" name="decision" value="allow">%s</button>
                <button id="cancel" type="submit" name="decision" value="cancel" formnovalidate>Cancel</button>
                </div>
                </form>
                """.formatted(
                        title,
                        mail ? "You can revoke access at any time." : "to continue to Mailkeep",
                        escape(action),
                        accounts,
                        permissions,
                        mail ? "Allow" : "Continue"));
    }

    static String error(int status, String error, String message) {
        return FRAME.formatted("Access blocked", """
                <h1>Access blocked</h1>
                <p>Error %d: <code id="error">%s</code></p>
                <p>%s</p>
                """.formatted(status, escape(error), escape(message)));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
