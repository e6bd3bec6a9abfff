package dev.mailkeep.simulator.oauth;

import dev.mailkeep.simulator.http.Parameters;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code /o/oauth2/v2/auth}: GET shows the page, POST receives its form. The query string carries the request in both.
 */
final class AuthorizationEndpoint {

    static final String PATH = "/o/oauth2/v2/auth";

    private final OAuthClient client;
    private final String issuer;
    private final Directory directory;
    private final AuthorizationCodes codes;

    AuthorizationEndpoint(OAuthClient client, String issuer, Directory directory, AuthorizationCodes codes) {
        this.client = client;
        this.issuer = issuer;
        this.directory = directory;
        this.codes = codes;
    }

    Reply handle(Request http) {
        try {
            AuthorizationRequest request = AuthorizationRequest.parse(http.query(), client);
            if (request.prompt().contains("none")) {
                return back(request, Map.of("error", "interaction_required"));
            }
            return http.method().equals("POST") ? decide(request, http.form()) : page(request, http.rawQuery());
        } catch (AuthorizationRequest.Refused e) {
            return secure(Reply.html(e.status, AuthorizationPage.error(e.status, e.error, e.message)));
        }
    }

    private Reply page(AuthorizationRequest request, String rawQuery) {
        return secure(Reply.html(
                200,
                AuthorizationPage.chooser(
                        directory.people(), PATH + "?" + rawQuery, request.asksForMail(), request.loginHint())));
    }

    private Reply decide(AuthorizationRequest request, Parameters form) {
        Person person = directory.people().stream()
                .filter(one -> one.email().equals(form.text("account")))
                .findFirst()
                .orElse(null);
        if (form.text("decision").equals("cancel") || person == null) {
            return back(request, Map.of("error", "access_denied"));
        }
        Set<String> granted = new TreeSet<>(request.scopes());
        if (form.first("gmail") == null) {
            granted.removeAll(Scopes.READ_MAIL);
        }
        // Google gives a refresh token "only on the first authorization", or when prompt=consent asks for another.
        boolean first = !directory.consent(person.sub()).containsAll(granted);
        boolean refreshToken = request.offline() && (first || request.prompt().contains("consent"));
        directory.addConsent(person.sub(), granted);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("code", codes.issue(person.sub(), granted, request, refreshToken));
        answer.put("scope", Scopes.format(granted));
        answer.put("authuser", "0");
        return back(request, answer);
    }

    private Reply back(AuthorizationRequest request, Map<String, String> answer) {
        Map<String, String> all = new LinkedHashMap<>();
        if (request.state() != null) {
            all.put("state", request.state());
        }
        if (request.popup() != null) {
            // Google's reference of the popup names no issuer in the answer.
            all.putAll(answer);
            return request.popup().answer(all);
        }
        all.put("iss", issuer);
        all.putAll(answer);
        String query = all.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String uri = request.redirectUri();
        return Reply.seeOther(uri + (uri.contains("?") ? "&" : "?") + query);
    }

    private static Reply secure(Reply page) {
        // No form-action: browsers also apply it to the redirect back to the app, and would block that.
        return page.withHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("X-Frame-Options", "DENY");
    }
}
