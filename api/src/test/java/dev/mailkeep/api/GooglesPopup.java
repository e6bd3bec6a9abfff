package dev.mailkeep.api;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Google's popup. */
final class GooglesPopup {

    private static final String GMAIL = "https://www.googleapis.com/auth/gmail.readonly";

    private GooglesPopup() {}

    /** The address that Google's script opens over our page, with some parameters changed. */
    static URI of(MailkeepExtension mailkeep, Map<String, String> changed) {
        var request = new LinkedHashMap<String, String>();
        request.put("client_id", SimulatorSettings.defaults().clientId());
        request.put("redirect_uri", "storagerelay://http/" + mailkeep.url().getAuthority() + "?id=auth1");
        request.put("response_type", "code");
        request.put("scope", "openid email " + GMAIL);
        request.put("access_type", "offline");
        request.put("prompt", "consent");
        request.putAll(changed);
        return URI.create(mailkeep.google().authorizationUri() + "?"
                + request.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }

    /** Posts what the popup gave, as our page does. */
    static Answer post(MailkeepExtension mailkeep, Browser browser, Map<String, String> callback) {
        return browser.send(
                "POST",
                "/auth/google",
                callback,
                "X-XSRF-TOKEN",
                browser.cookie("XSRF-TOKEN").orElseThrow(),
                "X-Requested-With",
                "XmlHttpRequest",
                "Origin",
                mailkeep.url().toString(),
                "Sec-Fetch-Site",
                "same-origin");
    }

    /** By name, the headers of requests that our page did not make. */
    static Stream<Arguments> foreignHeaders(String own) {
        String mark = "X-Requested-With";
        return Stream.of(
                Arguments.of("nothing", List.of()),
                Arguments.of("no mark", List.of("Origin", own)),
                Arguments.of("another mark", List.of("Origin", own, mark, "fetch")),
                Arguments.of("no origin", List.of(mark, "XmlHttpRequest")),
                Arguments.of("an opaque origin", List.of(mark, "XmlHttpRequest", "Origin", "null")),
                Arguments.of("an empty origin", List.of(mark, "XmlHttpRequest", "Origin", "")),
                Arguments.of("another host", List.of(mark, "XmlHttpRequest", "Origin", "http://evil.example")),
                Arguments.of("another port", List.of(mark, "XmlHttpRequest", "Origin", "http://localhost:1")),
                Arguments.of("the usual port", List.of(mark, "XmlHttpRequest", "Origin", "http://localhost")),
                Arguments.of(
                        "another scheme", List.of(mark, "XmlHttpRequest", "Origin", own.replace("http:", "https:"))),
                Arguments.of("a longer host", List.of(mark, "XmlHttpRequest", "Origin", own + ".evil.example")),
                Arguments.of("a path", List.of(mark, "XmlHttpRequest", "Origin", own + "/")),
                Arguments.of(
                        "two origins", List.of(mark, "XmlHttpRequest", "Origin", own, "Origin", "http://evil.example")),
                Arguments.of(
                        "a frame of another site",
                        List.of(mark, "XmlHttpRequest", "Origin", own, "Sec-Fetch-Site", "cross-site")),
                Arguments.of(
                        "a neighbour", List.of(mark, "XmlHttpRequest", "Origin", own, "Sec-Fetch-Site", "same-site")));
    }

    static int statusOfLastTokenCall(SimulatedGoogle google) {
        return google.calls().calls().stream()
                .filter(call -> call.method().equals("token"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .status();
    }
}
