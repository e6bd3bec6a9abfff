package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.core.util.Separators.Spacing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The page as a browser gets it: its headers, its files, and the document of the API. */
class PageTest {

    private static final Pattern NONCE = Pattern.compile("'nonce-([^']+)'");
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
    private static final DefaultIndenter FOUR_SPACES = new DefaultIndenter("    ", "\n");
    private static final Path DOCUMENT = Path.of("../frontend/openapi.json");

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    /** Writes the committed document as it is laid out, so that an update shows what changed and nothing else. */
    private final JsonMapper json = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectNameValueSpacing(Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(FOUR_SPACES)
                    .withArrayIndenter(FOUR_SPACES))
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/auth/callback?code=a&state=b",
                "/mailboxes/1",
                "/mailboxes/1/senders",
                "/receipts/1",
                "/goodbye"
            })
    void servesThePageUnderEachOfItsRoutesWithAPolicyThatAllowsNothingUnsafe(String route) {
        Answer page = mailkeep.browser().get(route).expect(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        String policy = page.header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'")
                .contains("base-uri 'none'")
                .doesNotContain("unsafe-")
                .doesNotContain("*");
        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
        String nonce = nonce(page);
        assertThat(page.text()).contains("nonce=\"" + nonce + "\"").doesNotContain("__CSP_NONCE__");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertSecured(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/nowhere/at/all",
                "/mailbox",
                "/auth/nowhere",
                "/settings?x=y",
                "/a/b.html",
                "/index.htm"
            })
    void answersUnknownAddressesWithThePageForBrowsersAndAProblemForPrograms(String route) {
        Answer shown = mailkeep.browser()
                .send("GET", route, null, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .expect(404);
        assertThat(shown.header("Content-Type")).startsWith("text/html");
        assertThat(shown.text()).contains("<div id=\"root\">").doesNotContain("__CSP_NONCE__");
        assertThat(shown.header("Content-Security-Policy")).contains("'nonce-" + nonce(shown) + "'");
        assertSecured(shown);

        Answer problem = mailkeep.browser().get(route).expect(404);
        assertThat(problem.header("Content-Type")).startsWith("application/problem+json");
        assertThat(problem.problem()).isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/nowhere", "/api", "/v3/nowhere", "/assets/nowhere.js", "/nowhere.js", "/hooks/nowhere"})
    void answersUnknownAddressesOfProgramsWithoutThePage(String route) {
        Answer answer = mailkeep.browser().send("GET", route, null, "Accept", "text/html,*/*;q=0.8");

        assertThat(answer.status()).isIn(401, 404);
        assertThat(answer.header("Content-Type")).doesNotContain("html");
    }

    @Test
    void allowsNoScriptOrStyleOfThePageWithoutThisAnswersNonce() {
        Answer page = mailkeep.browser().get("/").expect(200);
        assertThat(Pattern.compile("<(script|style|link rel=\"stylesheet\")[^>]*>")
                        .matcher(page.text())
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(element -> assertThat(element).contains("nonce=\"" + nonce(page) + "\""));
        assertThat(page.text()).doesNotContain(" onload=").doesNotContain(" style=");
    }

    @Test
    void makesANewNonceForEveryAnswer() {
        Browser browser = mailkeep.browser();
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            nonces.add(nonce(browser.get("/")));
        }
        assertThat(nonces).hasSize(20);
    }

    @Test
    void securesTheAnswersOfTheApiToo() {
        for (String path : List.of("/api/session", "/api/mailboxes", "/v3/api-docs", "/nowhere")) {
            Answer answer = mailkeep.browser().get(path);
            assertThat(answer.header("Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(answer.header("Cache-Control")).as(path).contains("no-store");
            assertSecured(answer);
        }
    }

    @Test
    void letsBrowsersCacheTheFilesOfThePage() {
        Browser browser = mailkeep.browser();
        List<String> assets = ASSET.matcher(browser.get("/").text())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(assets).hasSizeGreaterThanOrEqualTo(2);
        for (String asset : assets) {
            Answer answer = browser.get(asset).expect(200);
            assertThat(answer.header("Cache-Control"))
                    .as(asset)
                    .contains("immutable")
                    .doesNotContain("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.headers().allValues("Set-Cookie")).as(asset).isEmpty();
        }
        assertThat(browser.get("/favicon.svg").expect(200).text()).contains("<svg");
        assertThat(browser.get("/color-scheme.js").expect(200).header("Cache-Control"))
                .contains("max-age=3600")
                .doesNotContain("immutable");
        assertThat(browser.get("/assets/nowhere.js").status()).isEqualTo(404);
    }

    @Test
    void redirectsRequestsForAnotherHostToThePublicUrl() {
        var byNumber = new Browser(URI.create(mailkeep.url().toString().replace("localhost", "127.0.0.1")));
        Answer answer = byNumber.get("/mailboxes/1?x=y").expect(302);
        assertThat(answer.header("Location")).isEqualTo(mailkeep.url() + "/");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(byNumber.send("POST", "/auth/google/start", Map.of()).status())
                .isEqualTo(421);
    }

    @Test
    void servesTheDocumentFromWhichThePagesTypesAreGenerated() throws Exception {
        JsonNode served =
                json.readTree(mailkeep.browser().get("/v3/api-docs").expect(200).text());
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(DOCUMENT, json.writeValueAsString(served) + "\n");
        }
        assertThat(json.writeValueAsString(json.readTree(Files.readString(DOCUMENT))))
                .as("%s is not what is served; run this test with -Dopenapi.update=true", DOCUMENT)
                .isEqualTo(json.writeValueAsString(served));
        assertThat(mailkeep.browser().get("/v3/api-docs").expect(200).text())
                .as("the document the second time")
                .isEqualTo(served.toString());
        assertThat(served.path("paths").propertyNames())
                .contains("/api/session", "/auth/google", "/api/mailboxes/{id}")
                .noneMatch(path -> path.startsWith("/actuator") || path.startsWith("/control"));
    }

    private static String nonce(Answer page) {
        return NONCE.matcher(page.header("Content-Security-Policy"))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static void assertSecured(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Server")).isEmpty();
    }
}
