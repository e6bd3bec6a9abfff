package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.api.Browser.Answer;
import dev.mailkeep.api.EveryRoute.Route;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * What strangers can reach. Routes, bodies and ids come from the OpenAPI document and from the database, so that a new
 * route is walked without a new line here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SurfaceTest {

    private static final String OWNER = "ada@gmail.example";
    private static final String OTHER = "ben@gmail.example";

    /** What may be asked by whoever is not signed in, for that is how one signs in. */
    private static final Set<String> FOR_ANYBODY =
            Set.of("GET /api/session", "POST /auth/google/start", "POST /auth/google");

    /** Served, and no part of the API: the page, the document itself, and Spring's page of errors. */
    private static final Set<String> NO_API = Set.of(
            "/",
            "/index.html",
            "/auth/callback",
            "/mailboxes/**",
            "/receipts/**",
            "/goodbye",
            "/v3/api-docs",
            "/error");

    @TempDir
    static Path data;

    private static SimulatedGoogle google;
    private static RunningMailkeep mailkeep;
    private static Browser owner;
    private static Browser other;
    private static List<Route> routes;

    @BeforeAll
    static void start() {
        google = SimulatedGoogle.start(SimulatorSettings.defaults());
        SimulatedAccount account = google.addAccount(OWNER, "Ada");
        google.addAccount(OTHER, "Ben");
        Correspondence.deliverPast(account, 10);
        mailkeep = RunningMailkeep.start(MailkeepEnvironment.of(google, data));
        owner = mailkeep.browser();
        String mailbox = owner.connect(OWNER);
        owner.put("/api/mailboxes/" + mailbox + "/senders", Map.of("senders", Correspondence.CHOSEN))
                .expect(200);
        Patience.eventually(
                () -> assertThat(Correspondence.kept(mailkeep.jdbc(), mailbox)).hasSize(2));
        for (String sql : List.of(
                "insert into notifications (id, user_id, mailbox_id, kind, incident)"
                        + " select gen_random_uuid(), user_id, id, 'NEEDS_RECONNECT', 1 from mailboxes",
                "insert into receipts (id, user_id, mailbox_id)"
                        + " select gen_random_uuid(), user_id, gen_random_uuid() from mailboxes",
                // By a parser that nothing will ever be newer than, as a later one tries again by itself.
                "insert into quarantined_messages (mailbox_id, message_id, reason, attempts, parser_version)"
                        + " select id, '0123456789abcdef', 'UNREADABLE', 3, 1000000 from mailboxes")) {
            mailkeep.jdbc().sql(sql).update();
        }
        other = mailkeep.browser();
        other.connect(OTHER);
        routes = new EveryRoute(owner.get("/v3/api-docs").expect(200).json()).all();
    }

    @AfterAll
    static void stop() {
        mailkeep.close();
        google.close();
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
        served.removeIf(route -> NO_API.contains(route.substring(route.indexOf(' ') + 1)));

        Set<String> documented = new TreeSet<>();
        routes.forEach(route -> documented.add(route.toString()));
        assertThat(documented).hasSizeGreaterThan(20).isEqualTo(served);
    }

    /** Whatever routes there are, so that a new one needs no line here. */
    @Test
    @Order(1)
    void everyOperationSaysWithWhichErrorsItMayAnswer() {
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
                    if (!FOR_ANYBODY.contains(method.toUpperCase(Locale.ROOT) + " " + path.getKey())) {
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
    void nobodyGetsNothingButTheWayIn() {
        for (Route route : routes) {
            Answer answer = mailkeep.browser()
                    .change(route.method(), route.with(theirIds()).get(0), route.body());
            if (FOR_ANYBODY.contains(route.toString())) {
                assertThat(answer.status()).as(route.toString()).isNotEqualTo(401);
            } else {
                assertThat(answer.status()).as(route.toString()).isEqualTo(401);
                assertThat(answer.problem()).isEqualTo("not-signed-in");
            }
        }
    }

    @Test
    @Order(3)
    void whatBelongsToSomebodyElseIsNotThere() {
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

    /** Else nothing was walked: one of the ids is the right one for each route. */
    @Test
    @Order(4)
    void whoeverItBelongsToFindsItOnEveryRoute() {
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

    @Test
    @Order(5)
    void nobodyIsSentAnywhereElse() throws IOException {
        List<String> targets = corpus();
        assertThat(targets).hasSizeGreaterThan(60);
        String own = "http://localhost:" + mailkeep.url().getPort();
        for (String target : targets) {
            for (String line : List.of(
                    target.startsWith("/") ? target : "/" + target,
                    "/?return=" + target,
                    "/auth/callback?code=4%2Fx&state=x&return_to=" + target,
                    "/mailboxes/" + target,
                    "/receipts/x?next=" + target)) {
                for (String host : List.of("localhost:" + mailkeep.url().getPort(), "evil.example")) {
                    String answer = raw("GET " + line.replace(" ", "%20") + " HTTP/1.1\r\nHost: " + host
                            + "\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded:"
                            + " host=evil.example\r\nConnection: close\r\n\r\n");
                    for (String location : locations(answer)) {
                        assertThat(location)
                                .as(line + " under " + host)
                                .satisfiesAnyOf(
                                        there -> assertThat(there).isEqualTo(own + "/"),
                                        there -> assertThat(there).matches("/[A-Za-z0-9].*|/"));
                    }
                    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("<meta http-equiv=\"refresh\"");
                }
            }
        }
        for (String target : targets) {
            // Nothing that is sent along changes where Google sends the browser back to.
            String there = other.change(
                            "POST",
                            "/auth/google/start",
                            Map.of("purpose", "connect", "redirectUri", target, "return", target))
                    .expect(200)
                    .json()
                    .path("authorizationUrl")
                    .asString();
            assertThat(there)
                    .startsWith(google.authorizationUri().toString())
                    .contains("redirect_uri=http%3A%2F%2Flocalhost%3A"
                            + mailkeep.url().getPort() + "%2Fauth%2Fcallback");
        }
    }

    @Test
    @Order(6)
    void noBodyIsReadBeyondItsLimit() throws Exception {
        String tooLong = "{\"senders\": [\"" + "x".repeat(600 * 1024) + "\"]}";
        String path = "/api/mailboxes/" + theirIds().get(0) + "/senders";
        assertThat(other.send("PUT", path, null, "X-XSRF-TOKEN", token()).status())
                .isNotEqualTo(413);

        HttpRequest.Builder request = HttpRequest.newBuilder(mailkeep.url().resolve(path))
                .header("Content-Type", "application/json")
                .header("X-XSRF-TOKEN", token())
                .header("Cookie", "MAILKEEP=" + other.cookie("MAILKEEP").orElseThrow() + "; XSRF-TOKEN=" + token());
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<String> announced = http.send(
                request.copy().PUT(HttpRequest.BodyPublishers.ofString(tooLong)).build(),
                HttpResponse.BodyHandlers.ofString());
        byte[] bytes = tooLong.getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> inPieces = http.send(
                request.copy()
                        .PUT(HttpRequest.BodyPublishers.ofByteArrays(List.of(
                                Arrays.copyOf(bytes, bytes.length / 2),
                                Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(inPieces.statusCode()).as(inPieces.body()).isEqualTo(413);
    }

    @Test
    @Order(7)
    void moreSendersThanAThousandAreRefused() {
        Browser person = mailkeep.browser();
        String path = "/api/mailboxes/" + person.connect(OTHER);
        List<String> many = IntStream.rangeClosed(1, 1_001)
                .mapToObj(i -> "sender" + i + "@corp.example")
                .toList();

        assertThat(person.put(path + "/senders", Map.of("senders", many))
                        .expect(400)
                        .problem())
                .isEqualTo("invalid-request");
        assertThat(person.post(path + "/plan", Map.of("senders", many))
                        .expect(400)
                        .problem())
                .isEqualTo("invalid-request");
        person.put(path + "/senders", Map.of("senders", many.subList(0, 1_000))).expect(200);
    }

    @Test
    @Order(8)
    void aSessionEndsThirtyDaysAfterTheSignInHoweverMuchItIsUsed() {
        Browser person = mailkeep.browser();
        person.connect(OTHER);
        startedBefore("29 days 23 hours");
        person.get("/api/mailboxes").expect(200);
        startedBefore("30 days 1 minute");
        person.get("/api/mailboxes").expect(401);
        assertThat(person.get("/api/session").expect(200).json().has("user")).isFalse();
        // And one can begin again at once.
        person.connect(OTHER);
    }

    @Test
    @Order(9)
    void aSessionEndsSevenDaysAfterItsLastUseAndIsForgotten() {
        Browser person = mailkeep.browser();
        person.connect(OTHER);
        lastUsedBefore("6 days 23 hours");
        person.get("/api/mailboxes").expect(200);
        assertThat(sessions("last_used_at > now() - interval '1 hour' and user_id is not null"))
                .as("that use is written down")
                .isEqualTo(1);

        lastUsedBefore("7 days 1 minute");
        person.get("/api/mailboxes").expect(401);
        mailkeep.reconcile();
        assertThat(sessions("true")).isZero();
    }

    private static void lastUsedBefore(String age) {
        mailkeep.jdbc()
                .sql("update browser_sessions set last_used_at = now() - cast(:age as interval)")
                .param("age", age)
                .update();
    }

    private static int sessions(String which) {
        return mailkeep.jdbc()
                .sql("select count(*) from browser_sessions where " + which)
                .query(Integer.class)
                .single();
    }

    private static void startedBefore(String age) {
        mailkeep.jdbc()
                .sql("update browser_sessions set created_at = now() - cast(:age as interval)")
                .param("age", age)
                .update();
    }

    private static String token() {
        other.get("/api/session").expect(200);
        return other.cookie("XSRF-TOKEN").orElseThrow();
    }

    /** One id of each kind that the owner has, whatever kinds there are. */
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

    /** What the owner has that others could change. */
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

    private static List<String> corpus() throws IOException {
        try (InputStream file = SurfaceTest.class.getResourceAsStream("/open-redirects.txt")) {
            return new String(java.util.Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }

    /** As it stands: a client that mends what it sends would try nothing. */
    private static String raw(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), mailkeep.url().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> locations(String answer) {
        return answer.substring(0, Math.max(0, answer.indexOf("\r\n\r\n")))
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .map(line -> line.substring("location:".length()).strip())
                .toList();
    }
}
