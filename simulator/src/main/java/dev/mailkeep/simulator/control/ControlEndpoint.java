package dev.mailkeep.simulator.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.account.Accounts;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Behaviour;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.simulator.http.Json;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * {@code /control/…}: changes the simulator over HTTP. A change is a POST with {@code Content-Type: application/json},
 * which a web page of another origin cannot send without asking first. Durations are ISO-8601 ("PT30S"). The answer is
 * {@code {}} or what was created, 400 with {@code {"error":…}} for a bad body, 404 for an unknown account or message.
 *
 * <pre>
 * GET  /control/state           accounts with their counts, and how often each method was called
 * POST /control/faults          {"fault": NAME, "method"?, "count"?, "account"?, "retryAfter"?, "delay"?}, or any answer:
 *                               {"status": 503, "body": "…", "headers"?: {…}, "method"?, "count"?, "account"?}
 * POST /control/faults/clear    {}
 * POST /control/clock           {"advance": "PT1H"}
 * POST /control/deliver         {"account", "from", "subject"?, "snippet"?, "receivedAt"?, "labels"?: […]} -> {"id"}
 * POST /control/delete          {"account", "id"}
 * POST /control/labels          {"account", "id", "add"?: […], "remove"?: […]}
 * POST /control/revoke          {"account"}   all grants, as the owner would
 * POST /control/expire-tokens   {"account"}   access tokens only
 * POST /control/expire-history  {"account"}
 * POST /control/gmail           {"account", "on": false}
 * POST /control/rename          {"account", "email"}
 * POST /control/risc            {"account", "event": "tokens-revoked", "to": "http://localhost:8080/hooks/risc", "reason"?,
 *                               "forgery"?: a name of Forgery, "replay"?: true (sends the last token again)}
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
public final class ControlEndpoint {

    public static final String PREFIX = "/control/";

    private static final List<String> LOCAL_HOSTS = List.of("127.0.0.1", "localhost", "[::1]");

    private final Behaviour behaviour;
    private final Accounts accounts;
    private final RiscSender risc;

    public ControlEndpoint(Behaviour behaviour, Accounts accounts, RiscTransmitter risc) {
        this.behaviour = behaviour;
        this.accounts = accounts;
        this.risc = new RiscSender(risc);
    }

    public Reply handle(Request request) {
        String host = String.valueOf(request.header("host")).replaceAll(":\\d+$", "");
        if (!LOCAL_HOSTS.contains(host)) {
            return error(403, "the control endpoint answers on local names only");
        }
        String what = request.path().substring(PREFIX.length());
        if (request.method().equals("GET") && what.equals("state")) {
            return Reply.json(200, Json.wire(state()));
        }
        if (!request.method().equals("POST")) {
            return error(405, "use POST");
        }
        if (!String.valueOf(request.header("content-type")).startsWith("application/json")) {
            return error(415, "use application/json");
        }
        try {
            JsonElement body = JsonParser.parseString(request.body().isBlank() ? "{}" : request.body());
            Map<String, Object> answer = apply(what, new ControlBody(body.getAsJsonObject()));
            return answer == null ? error(404, "no such command") : Reply.json(200, Json.wire(answer));
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

    private @Nullable Map<String, Object> apply(String what, ControlBody body) {
        switch (what) {
            case "faults" -> behaviour.faults().inject(FaultReader.read(body, behaviour.clock()));
            case "faults/clear" -> behaviour.faults().clear();
            case "clock" -> {
                behaviour.clock().advance(body.duration("advance"));
                return Map.of("now", behaviour.clock().instant().toString());
            }
            case "quirks" -> behaviour.quirks(quirks(body));
            case "quota" -> behaviour.quota(merged(behaviour.quota(), body.json(), Quota.class));
            case "latency" -> behaviour.latency(body.duration("latency"));
            default -> {
                return applyToAccount(what, body);
            }
        }
        return Map.of();
    }

    private @Nullable Map<String, Object> applyToAccount(String what, ControlBody body) {
        SimulatedAccount account = accounts.find(body.text("account"));
        if (account == null) {
            throw new NoSuchElementException("no such account");
        }
        switch (what) {
            case "deliver" -> {
                return Map.of("id", account.deliver(mail(body)));
            }
            case "delete" -> account.delete(body.text("id"));
            case "labels" -> {
                account.addLabels(body.text("id"), body.texts("add"));
                account.removeLabels(body.text("id"), body.texts("remove"));
            }
            case "revoke" -> account.revokeGrants();
            case "expire-tokens" -> account.expireAccessTokens();
            case "expire-history" -> account.expireHistory();
            case "gmail" -> account.gmailEnabled(body.flag("on"));
            case "rename" -> account.rename(body.text("email"));
            case "risc" -> {
                return risc.send(account, body);
            }
            default -> {
                return null;
            }
        }
        return Map.of();
    }

    private Mail mail(ControlBody body) {
        Mail.Builder mail = Mail.from(body.text("from"))
                .receivedAt(
                        body.has("receivedAt")
                                ? Instant.parse(body.text("receivedAt"))
                                : behaviour.clock().instant());
        if (body.has("subject")) {
            mail.subject(body.text("subject"));
        }
        if (body.has("snippet")) {
            mail.snippet(body.text("snippet"));
        }
        if (body.has("labels")) {
            mail.labels(body.texts("labels"));
        }
        return mail.build();
    }

    private Quirks quirks(ControlBody body) {
        JsonElement preset = body.json().remove("preset");
        if (preset == null) {
            return merged(behaviour.quirks(), body.json(), Quirks.class);
        }
        Quirks base = switch (preset.getAsString()) {
            case "kind" -> Quirks.kind();
            case "unkind" -> Quirks.unkind();
            default -> throw new IllegalArgumentException("preset is kind or unkind");
        };
        return merged(base, body.json(), Quirks.class);
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
        state.put("now", behaviour.clock().instant().toString());
        state.put("accounts", accounts.all().stream().map(this::state).toList());
        Map<String, Object> calls = new LinkedHashMap<>(behaviour.calls().counts());
        calls.put("units", behaviour.calls().units());
        calls.put("rejected", behaviour.calls().rejected());
        state.put("calls", calls);
        state.put("faultsWaiting", behaviour.faults().waiting().size());
        return state;
    }

    private Map<String, Object> state(SimulatedAccount account) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("email", account.email());
        state.put("displayName", account.displayName());
        state.put("messages", account.size());
        state.put("historyId", account.historyId().toString());
        state.put("refreshTokens", account.refreshTokens());
        state.put("gmailEnabled", account.gmailEnabled());
        return state;
    }

    private static Reply error(int status, String message) {
        return Reply.json(status, Json.wire(Map.of("error", message)));
    }
}
