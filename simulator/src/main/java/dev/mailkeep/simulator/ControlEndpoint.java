package dev.mailkeep.simulator;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.oauth.AccessTokens;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /control/…}: turns the simulator's knobs over HTTP. POST with {@code Content-Type: application/json} (which no
 * web page can send here unasked); durations are ISO-8601 ("PT30S"); the answer is {@code {}} or what was made, 400 with
 * {@code {"error":…}} on a bad body, 404 for an unknown account or message.
 *
 * <pre>
 * GET  /control/state           accounts with their counts, and how often each method was called
 * POST /control/faults          {"fault": NAME, "method"?, "count"?, "account"?, "retryAfter"?, "delay"?}, or free:
 *                               {"status": 503, "body": "…", "headers"?: {…}, "method"?, "count"?, "account"?}
 * POST /control/faults/clear    {}
 * POST /control/clock           {"advance": "PT1H"}
 * POST /control/deliver         {"account", "from", "subject"?, "snippet"?, "receivedAt"?, "labels"?: […]} -> {"id"}
 * POST /control/delete          {"account", "id"}
 * POST /control/labels          {"account", "id", "add"?: […], "remove"?: […]}
 * POST /control/revoke          {"account"}   all grants, as their owner would
 * POST /control/expire-tokens   {"account"}   access tokens only
 * POST /control/expire-history  {"account"}
 * POST /control/gmail           {"account", "on": false}
 * POST /control/rename          {"account", "email"}
 * POST /control/risc            {"account", "event": "tokens-revoked", "to": "http://localhost:8080/hooks/risc", "reason"?,
 *                               "forgery"?: a name of Forgery, "replay"?: true (the last token again)}
 *                               -> {"status", "body"} of the receiver
 * POST /control/quirks          {"preset"?: "kind"|"unkind", and any field of Quirks}
 * POST /control/quota           any field of Quota
 * POST /control/latency         {"latency": "PT0.2S"}
 * </pre>
 *
 * Names of faults: rateLimited, projectRateLimited, tooManyConcurrent, backendError, unauthenticated, insufficientScope,
 * apiDisabled, domainPolicy, noGmail, notFound, invalidArgument, invalidGrant, invalidRapt, invalidClient, adminPolicy,
 * html502, dropConnection, truncated, hang.
 */
final class ControlEndpoint {

    static final String PREFIX = "/control/";

    private static final List<String> LOCAL_HOSTS = List.of("127.0.0.1", "localhost", "[::1]");

    private final Behaviour behaviour;
    private final World world;
    private final AccessTokens accessTokens;
    private final ControlRisc risc;

    ControlEndpoint(Behaviour behaviour, World world, AccessTokens accessTokens, RiscTransmitter risc) {
        this.behaviour = behaviour;
        this.world = world;
        this.accessTokens = accessTokens;
        this.risc = new ControlRisc(risc, world);
    }

    Reply handle(Request request) {
        String host = String.valueOf(request.header("host")).replaceAll(":\\d+$", "");
        if (!LOCAL_HOSTS.contains(host)) {
            return error(403, "only by a local name");
        }
        String what = request.path().substring(PREFIX.length());
        if (request.method().equals("GET") && what.equals("state")) {
            return Reply.json(200, Json.wire(state()));
        }
        if (!request.method().equals("POST")) {
            return error(405, "POST");
        }
        if (!String.valueOf(request.header("content-type")).startsWith("application/json")) {
            return error(415, "application/json");
        }
        try {
            JsonElement body = JsonParser.parseString(request.body().isBlank() ? "{}" : request.body());
            Map<String, Object> answer = turn(what, body.getAsJsonObject());
            return answer == null ? error(404, "no such knob") : Reply.json(200, Json.wire(answer));
        } catch (NoSuchElementException e) {
            return error(404, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException
                | DateTimeException
                | JsonParseException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Map<String, Object> turn(String what, JsonObject body) {
        switch (what) {
            case "faults" -> behaviour.faults.inject(ControlFaults.read(body, behaviour.clock));
            case "faults/clear" -> behaviour.faults.clear();
            case "clock" -> {
                behaviour.clock.advance(Duration.parse(text(body, "advance")));
                return Map.of("now", behaviour.clock.instant().toString());
            }
            case "quirks" -> behaviour.quirks = quirks(body);
            case "quota" -> behaviour.quota = merged(behaviour.quota, body, Quota.class);
            case "latency" -> {
                Duration latency = Duration.parse(text(body, "latency"));
                if (latency.isNegative()) {
                    throw new IllegalArgumentException("latency must not be negative");
                }
                behaviour.latency = latency;
            }
            default -> {
                return turnAccount(what, body);
            }
        }
        return Map.of();
    }

    private @Nullable Map<String, Object> turnAccount(String what, JsonObject body) {
        Mailbox mailbox = world.findByEmail(text(body, "account"));
        if (mailbox == null) {
            throw new NoSuchElementException("no such account");
        }
        SimulatedAccount account = new SimulatedAccount(world, mailbox, accessTokens);
        switch (what) {
            case "deliver" -> {
                return Map.of("id", account.deliver(mail(body)));
            }
            case "delete" -> account.delete(text(body, "id"));
            case "labels" -> {
                account.addLabels(text(body, "id"), texts(body, "add"));
                account.removeLabels(text(body, "id"), texts(body, "remove"));
            }
            case "revoke" -> account.revokeGrants();
            case "expire-tokens" -> account.expireAccessTokens();
            case "expire-history" -> account.expireHistory();
            case "gmail" -> account.gmailEnabled(body.get("on").getAsBoolean());
            case "rename" -> account.rename(text(body, "email"));
            case "risc" -> {
                return risc.send(mailbox, body);
            }
            default -> {
                return null;
            }
        }
        return Map.of();
    }

    private Mail mail(JsonObject body) {
        Mail.Builder mail = Mail.from(text(body, "from"))
                .receivedAt(
                        body.has("receivedAt") ? Instant.parse(text(body, "receivedAt")) : behaviour.clock.instant());
        if (body.has("subject")) {
            mail.subject(text(body, "subject"));
        }
        if (body.has("snippet")) {
            mail.snippet(text(body, "snippet"));
        }
        if (body.has("labels")) {
            mail.labels(texts(body, "labels"));
        }
        return mail.build();
    }

    private Quirks quirks(JsonObject body) {
        JsonElement preset = body.remove("preset");
        if (preset == null) {
            return merged(behaviour.quirks, body, Quirks.class);
        }
        Quirks base = switch (preset.getAsString()) {
            case "kind" -> Quirks.kind();
            case "unkind" -> Quirks.unkind();
            default -> throw new IllegalArgumentException("preset is kind or unkind");
        };
        return merged(base, body, Quirks.class);
    }

    private static <T> T merged(T present, JsonObject changes, Class<T> type) {
        JsonObject all = Json.LINE.toJsonTree(present).getAsJsonObject();
        changes.entrySet().forEach(entry -> {
            if (!all.has(entry.getKey())) {
                throw new IllegalArgumentException("unknown field " + entry.getKey());
            }
            all.add(entry.getKey(), entry.getValue());
        });
        return Json.LINE.fromJson(all, type);
    }

    private Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("now", behaviour.clock.instant().toString());
        state.put("accounts", world.mailboxes().stream().map(this::state).toList());
        Map<String, Object> calls = new LinkedHashMap<>(behaviour.calls.counts());
        calls.put("units", behaviour.calls.units());
        calls.put("rejected", behaviour.calls.rejected());
        state.put("calls", calls);
        state.put("faultsWaiting", behaviour.faults.waiting().size());
        return state;
    }

    private Map<String, Object> state(Mailbox mailbox) {
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("email", mailbox.email());
        account.put("displayName", mailbox.displayName());
        account.put("messages", mailbox.size());
        account.put("historyId", mailbox.historyId().toString());
        account.put("refreshTokens", world.refreshTokenCount(mailbox.sub()));
        account.put("gmailEnabled", mailbox.gmailEnabled());
        return account;
    }

    /** Throws IllegalArgumentException when it is missing. */
    static String text(JsonObject body, String name) {
        JsonElement value = body.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException("missing " + name);
        }
        return value.getAsString();
    }

    private static String[] texts(JsonObject body, String name) {
        JsonArray values = body.has(name) ? body.getAsJsonArray(name) : new JsonArray();
        return values.asList().stream().map(JsonElement::getAsString).toArray(String[]::new);
    }

    private static Reply error(int status, String message) {
        return Reply.json(status, Json.wire(Map.of("error", message)));
    }
}
