package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Whose mailbox it is decides who may see and change it. */
class OwnershipTest {

    private static final String NO_MAILBOX = "00000000-0000-0000-0000-000000000000";
    private static final String ACCOUNT = "ada.owner@gmail.example";
    private static final String BEN = "ben.owner@gmail.example";

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared().forgettingPeople();

    private final Browser browser = mailkeep.browser();

    @BeforeAll
    static void addAccounts() {
        mailkeep.addAccount(ACCOUNT);
        mailkeep.addAccount(BEN);
    }

    @Test
    void changesNothingWithoutTheTokenAgainstForgery() {
        String mailbox = browser.connect(ACCOUNT);
        for (String token : List.of("", "made-up")) {
            Answer answer =
                    browser.send("POST", "/api/mailboxes/" + mailbox + "/pause", Map.of(), "X-XSRF-TOKEN", token);
            assertThat(answer.expect(403).problem()).isEqualTo("csrf");
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
        assertThat(browser.send("POST", "/auth/google/start", Map.of())
                        .expect(403)
                        .problem())
                .isEqualTo("csrf");
        assertThat(browser.send("DELETE", "/api/mailboxes/" + mailbox, null)
                        .expect(403)
                        .problem())
                .isEqualTo("csrf");
        assertThat(browser.status(mailbox)).isEqualTo("LIVE");
    }

    @Test
    void asksPeopleWhoAreNotSignedInToSignIn() {
        for (String path :
                List.of("/api/mailboxes", "/api/notifications", "/api/events", "/api/receipts/" + NO_MAILBOX)) {
            Answer answer = browser.get(path);
            assertThat(answer.expect(401).problem()).as(path).isEqualTo("not-signed-in");
            assertThat(answer.json().path("nextAction").path("kind").asString()).isEqualTo("signin");
        }
        assertThat(browser.get("/api/session").expect(200).json().has("user")).isFalse();
    }

    @Test
    void answersForSomebodyElsesMailboxAsForOneThatDoesNotExistOnEveryRoute() {
        String mailbox = mailkeep.browser().connect(ACCOUNT);
        browser.connect(BEN);
        List<String> asked = new ArrayList<>();
        for (Route route : mailboxRoutes()) {
            for (String id : List.of(mailbox, NO_MAILBOX)) {
                Answer answer = browser.change(route.method(), route.of(id), body(route));
                assertThat(answer.status()).as(route + ": " + answer.text()).isEqualTo(404);
                assertThat(answer.problem()).isEqualTo("not-found");
            }
            asked.add(route.toString());
        }
        assertThat(asked).hasSizeGreaterThanOrEqualTo(13);
        assertThat(browser.post("/auth/google/start", Map.of("purpose", "reconnect", "mailboxId", mailbox))
                        .status())
                .isEqualTo(404);
        assertThat(browser.get("/api/receipts/" + NO_MAILBOX).status()).isEqualTo(404);
        assertThat(browser.post("/api/notifications/" + NO_MAILBOX + "/read").status())
                .isEqualTo(404);
        assertThat(TableCounts.of(mailkeep.jdbc())).containsEntry("mailboxes", 2);
    }

    @Test
    void showsAReceiptToItsOwnerOnly() {
        Browser owner = mailkeep.browser();
        String mailbox = owner.connect(ACCOUNT);
        browser.connect(BEN);
        String receipt = owner.disconnect(mailbox);
        owner.get("/api/receipts/" + receipt).expect(200);
        browser.get("/api/receipts/" + receipt).expect(404);
    }

    private record Route(String method, String pattern) {
        String of(String id) {
            return pattern.replace("{id}", id).replace("{messageId}", "0123456789abcdef");
        }
    }

    /** Every route below a mailbox that this process serves, so that a new route is tested too. */
    private static List<Route> mailboxRoutes() {
        return mailkeep
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(mapping -> mapping.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/mailboxes/{id}"))
                        .flatMap(pattern -> mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> new Route(method.name(), pattern))))
                .toList();
    }

    private static Object body(Route route) {
        if (route.method().equals("PATCH")) {
            return Map.of("syncInterval", "PT1H");
        }
        return route.pattern().contains("/senders") || route.pattern().endsWith("/plan")
                ? Map.of("senders", List.of("boss@corp.example"))
                : Map.of();
    }
}
