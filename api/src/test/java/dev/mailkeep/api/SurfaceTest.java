package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.EveryRoute.Route;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What strangers can reach. Routes, bodies and ids come from the OpenAPI document and from the database, so that a new
 * route is tested without a new line here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SurfaceTest {

    private static final String OWNER = "ada.surface@gmail.example";
    private static final String OTHER = "ben.surface@gmail.example";

    /** Open to people who are not signed in, because this is how they sign in. */
    private static final Set<String> FOR_EVERYBODY =
            Set.of("GET /api/session", "POST /auth/google/start", "POST /auth/google");

    /** Served, and not part of the API: the page, the document itself, Google's events, and Spring's error page. */
    private static final Set<String> NOT_OF_THE_API = Set.of(
            "/",
            "/index.html",
            "/auth/callback",
            "/mailboxes/**",
            "/receipts/**",
            "/goodbye",
            "/v3/api-docs",
            "/hooks/risc",
            "/error");

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    private static Browser owner;
    private static Browser other;
    private static List<Route> routes;

    @BeforeAll
    static void start() {
        SimulatedAccount account = mailkeep.addAccount(OWNER);
        mailkeep.addAccount(OTHER);
        owner = mailkeep.browser();
        Correspondence.connectAndImport(owner, mailkeep.jdbc(), account, 10);
        for (String sql : List.of(
                "insert into notifications (id, user_id, mailbox_id, kind, incident)"
                        + " select gen_random_uuid(), user_id, id, 'NEEDS_RECONNECT', 1 from mailboxes",
                "insert into receipts (id, user_id, mailbox_id)"
                        + " select gen_random_uuid(), user_id, gen_random_uuid() from mailboxes",
                // By a parser that is newer than any: a later version of the parser would try again by itself.
                "insert into quarantined_messages (mailbox_id, message_id, reason, attempts, parser_version)"
                        + " select id, '0123456789abcdef', 'UNREADABLE', 3, 1000000 from mailboxes")) {
            mailkeep.jdbc().sql(sql).update();
        }
        other = mailkeep.browser();
        other.connect(OTHER);
        routes = new EveryRoute(owner.get("/v3/api-docs").expect(200).json()).all();
    }

    @Test
    @Order(1)
    void everyRouteThatIsServedIsInTheDocument() {
        Set<String> served = new TreeSet<>();
        mailkeep.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues()
                        .forEach(pattern -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> served.add(method + " " + pattern))));
        served.removeIf(route -> NOT_OF_THE_API.contains(route.substring(route.indexOf(' ') + 1)));

        Set<String> documented = new TreeSet<>();
        routes.forEach(route -> documented.add(route.toString()));
        assertThat(documented).hasSizeGreaterThan(20).isEqualTo(served);
    }

    /** For every route that there is, so that a new one needs no line here. */
    @Test
    @Order(1)
    void everyOperationDocumentsItsErrors() {
        owner.get("/v3/api-docs")
                .json()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String method = operation.getKey();
                    var codes = new TreeSet<String>();
                    operation.getValue().path("responses").properties().forEach(answer -> {
                        codes.add(answer.getKey());
                        if (answer.getKey().startsWith("4") || answer.getKey().startsWith("5")) {
                            assertThat(answer.getValue()
                                            .at("/content/application~1problem+json/schema/$ref")
                                            .asString())
                                    .as(method + " " + path.getKey() + " " + answer.getKey())
                                    .isEqualTo("#/components/schemas/Problem");
                        }
                    });
                    assertThat(codes)
                            .as(method + " " + path.getKey())
                            .contains("400", "405", "406", "429", "500", "503")
                            .anyMatch(code -> code.startsWith("2"));
                    if (!FOR_EVERYBODY.contains(method.toUpperCase(Locale.ROOT) + " " + path.getKey())) {
                        assertThat(codes).as(method + " " + path.getKey()).contains("401");
                    }
                    if (path.getKey().contains("{")) {
                        assertThat(codes).as(method + " " + path.getKey()).contains("404");
                    }
                    if (!method.equals("get")) {
                        assertThat(codes).as(method + " " + path.getKey()).contains("403", "408", "413", "415");
                    }
                    operation.getValue().path("parameters").forEach(parameter -> {
                        if (parameter.path("name").asString().equalsIgnoreCase("If-Match")) {
                            assertThat(codes).as(method + " " + path.getKey()).contains("412");
                        }
                    });
                }));
    }

    @Test
    @Order(2)
    void withoutASessionOnlySigningInIsPossible() {
        for (Route route : routes) {
            Answer answer = mailkeep.browser()
                    .change(route.method(), route.with(theirIds()).get(0), route.body());
            if (FOR_EVERYBODY.contains(route.toString())) {
                assertThat(answer.status()).as(route.toString()).isNotEqualTo(401);
            } else {
                assertThat(answer.status()).as(route.toString()).isEqualTo(401);
                assertThat(answer.problem()).isEqualTo("not-signed-in");
            }
        }
    }

    @Test
    @Order(3)
    void whatBelongsToSomebodyElseAnswers404() {
        List<String> ids = theirIds();
        assertThat(ids).hasSizeGreaterThan(8);
        String before = theirs();
        for (Route route : routes) {
            if (route.isOfSomething()) {
                for (String path : route.with(ids)) {
                    Answer answer = other.change(route.method(), path, route.body());
                    assertThat(answer.status())
                            .as(route.method() + " " + path + ": " + answer.text())
                            .isEqualTo(404);
                    assertThat(answer.problem()).isEqualTo("not-found");
                }
            } else if (route.method().equals("GET") && !route.path().equals("/api/events")) {
                Answer answer = other.get(route.path());
                assertThat(answer.text()).as(route.toString()).doesNotContain(OWNER);
                assertThat(ids)
                        .as(route.toString())
                        .noneMatch(id -> answer.text().contains(id));
            }
        }
        assertThat(theirs()).isEqualTo(before);
    }

    /** Without this the tests above could have tried wrong ids: for each route one of the ids is the right one. */
    @Test
    @Order(4)
    void theOwnerFindsItOnEveryRoute() {
        List<String> ids = theirIds();
        routes.stream()
                .filter(Route::isOfSomething)
                .sorted(Comparator.comparing(route -> route.method().equals("DELETE")))
                .forEach(route -> {
                    List<Integer> answers = new ArrayList<>();
                    for (String path : route.with(ids)) {
                        answers.add(
                                owner.change(route.method(), path, route.body()).status());
                    }
                    assertThat(answers).as(route.toString()).anyMatch(status -> status >= 200 && status < 300);
                });
    }

    /** One id of everything that the owner has. */
    private static List<String> theirIds() {
        Set<String> ids = new TreeSet<>();
        for (String column : List.of("user_id", "mailbox_id")) {
            List<String> tables = mailkeep.jdbc()
                    .sql("select table_name from information_schema.columns where table_schema = 'public'"
                            + " and column_name = :column and table_name <> 'audit_log'")
                    .param("column", column)
                    .query(String.class)
                    .list();
            for (String table : tables) {
                String mine = column.equals("user_id")
                        ? "user_id = (select id from users where email = '" + OWNER + "')"
                        : "mailbox_id in (select id from mailboxes where email = '" + OWNER + "')";
                mailkeep.jdbc()
                        .sql("select row_to_json(t)::jsonb from " + table + " t where " + mine + " limit 1")
                        .query(String.class)
                        .list()
                        .forEach(row -> {
                            var json = tools.jackson.databind.json.JsonMapper.shared()
                                    .readTree(row);
                            for (String name : List.of("id", "mailbox_id", "user_id", "message_id")) {
                                if (json.hasNonNull(name)) {
                                    ids.add(json.path(name).asString());
                                }
                            }
                        });
            }
        }
        return List.copyOf(ids);
    }

    /** What others could change of what the owner has. */
    private static String theirs() {
        return mailkeep.jdbc().sql("""
                        select jsonb_build_object(
                            'mailboxes', (select jsonb_agg(jsonb_build_array(id, desired_state, command_version, sync_interval_seconds)
                                          order by id) from mailboxes),
                            'senders', (select jsonb_agg(sender order by sender) from watched_senders),
                            'messages', (select count(*) from email_messages),
                            'unread', (select count(*) from notifications where read_at is null),
                            'quarantined', (select count(*) from quarantined_messages))::text
                        """).query(String.class).single();
    }
}
