package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that no page of ours makes: forged, malformed, slow. */
class HostileRequestsTest {

    private static final String ADA = "ada@gmail.example";

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static Browser browser;
    private static String mailbox;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        google.addAccount(ADA, "Ada");
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
        browser = mailkeep.browser();
        mailbox = "/api/mailboxes/" + browser.connect(ADA);
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
    }

    private static String token() {
        return browser.cookie("XSRF-TOKEN").orElseThrow();
    }

    @Test
    void aChangeThatAnotherSiteAskedForIsRefusedThoughItHasTheToken() {
        for (String site : List.of("cross-site", "same-site", "none", "", "SAME-ORIGIN")) {
            Answer answer =
                    browser.send("POST", mailbox + "/pause", null, "X-XSRF-TOKEN", token(), "Sec-Fetch-Site", site);
            assertThat(answer.expect(403).problem()).as(site).isEqualTo("cross-site");
        }
        browser.send(
                        "POST",
                        mailbox + "/sync",
                        null,
                        "X-XSRF-TOKEN",
                        token(),
                        "Sec-Fetch-Site",
                        "same-origin",
                        "Sec-Fetch-Site",
                        "cross-site")
                .expect(403);
        assertThat(browser.get(mailbox).json().path("status").asString()).isNotEqualTo("PAUSED");
        browser.send("POST", mailbox + "/sync", null, "X-XSRF-TOKEN", token(), "Sec-Fetch-Site", "same-origin")
                .expect(202);
        browser.send("GET", mailbox, null, "Sec-Fetch-Site", "cross-site").expect(200);
    }

    @Test
    void theTokenAgainstForgeryCountsInItsHeaderOnly() throws Exception {
        browser.send("POST", mailbox + "/sync?_csrf=" + token(), null).expect(403);
        assertThat(sendForm("/auth/google/start", "_csrf=" + token()).statusCode())
                .isEqualTo(403);
    }

    /** A form, of whatever kind, with the cookies of the person. */
    private static HttpResponse<String> sendForm(String path, String form) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(mailkeep.url() + path))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(
                                        "Cookie",
                                        "MAILKEEP=" + browser.cookie("MAILKEEP").orElseThrow() + "; XSRF-TOKEN="
                                                + token())
                                .POST(HttpRequest.BodyPublishers.ofString(form))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void noFormIsReadForParameters() {
        assertThat(mailkeep.context().getBeanNamesForType(org.springframework.web.filter.FormContentFilter.class))
                .isEmpty();
        assertThat(mailkeep.context().getBeanNamesForType(org.springframework.web.multipart.MultipartResolver.class))
                .isEmpty();
    }
}
