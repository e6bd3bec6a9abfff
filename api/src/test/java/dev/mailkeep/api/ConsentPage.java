package dev.mailkeep.api;

import dev.mailkeep.api.Browser.Decision;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Google's page, on which a person chooses an account and decides what Mailkeep may read. */
final class ConsentPage {

    private static final Pattern CODE = Pattern.compile("\"code\":\"([^\"]+)\"");
    private static final Set<String> FOR_THE_CALLBACK = Set.of("code", "state", "iss", "error");

    private ConsentPage() {}

    /** Submits the form, which holds the account, the box for Gmail and the button that was pressed. */
    static HttpRequest submission(URI page, String account, Decision decision) {
        var form = new LinkedHashMap<String, String>();
        form.put("account", account);
        form.put("decision", decision == Decision.CANCEL ? "cancel" : "allow");
        if (decision == Decision.ALLOW) {
            form.put("gmail", "on");
        }
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** What the callback page hands to the server, of the address to which Google sent the browser. */
    static Map<String, String> callback(URI back) {
        if (!back.getPath().equals("/auth/callback")) {
            throw new AssertionError("Google sent the browser to " + back);
        }
        var callback = new LinkedHashMap<String, String>();
        for (String pair : back.getRawQuery().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (FOR_THE_CALLBACK.contains(parts[0])) {
                callback.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return callback;
    }

    /** The code in what Google shows in a popup after the decision. */
    static String codeIn(Answer shown) {
        Matcher code = CODE.matcher(shown.text());
        if (!code.find()) {
            throw new AssertionError("Google's popup gave no code");
        }
        return code.group(1);
    }
}
