package dev.mailkeep.simulator;

import com.google.gson.JsonObject;
import java.time.Clock;
import java.time.Duration;

/** Reads a fault as the control endpoint is given it. */
final class ControlFaults {

    private ControlFaults() {}

    static Fault read(JsonObject body, Clock clock) {
        Fault fault = body.has("fault") ? named(body, clock) : free(body);
        if (body.has("method")) {
            fault = fault.on(ControlEndpoint.text(body, "method"));
        }
        if (body.has("count")) {
            fault = fault.times(body.get("count").getAsInt());
        }
        if (body.has("account")) {
            fault = fault.forAccount(ControlEndpoint.text(body, "account"));
        }
        return fault;
    }

    private static Fault free(JsonObject body) {
        Fault fault = Fault.respond(
                body.get("status") == null ? 500 : body.get("status").getAsInt(),
                body.has("body") ? ControlEndpoint.text(body, "body") : "");
        if (body.has("headers")) {
            for (var header : body.getAsJsonObject("headers").entrySet()) {
                fault = fault.withHeader(header.getKey(), header.getValue().getAsString());
            }
        }
        return fault;
    }

    private static Fault named(JsonObject body, Clock clock) {
        String name = ControlEndpoint.text(body, "fault");
        return switch (name) {
            case "rateLimited" -> Fault.rateLimited(clock.instant().plus(duration(body, "retryAfter", "PT30S")));
            case "projectRateLimited" -> Fault.projectRateLimited();
            case "tooManyConcurrent" -> Fault.tooManyConcurrent();
            case "backendError" ->
                Fault.backendError(body.has("status") ? body.get("status").getAsInt() : 500);
            case "unauthenticated" -> Fault.unauthenticated();
            case "insufficientScope" -> Fault.insufficientScope();
            case "apiDisabled" -> Fault.apiDisabled();
            case "domainPolicy" -> Fault.domainPolicy();
            case "noGmail" -> Fault.noGmail();
            case "notFound" -> Fault.notFound();
            case "invalidArgument" -> Fault.invalidArgument();
            case "invalidGrant" -> Fault.invalidGrant();
            case "invalidRapt" -> Fault.invalidRapt();
            case "invalidClient" -> Fault.invalidClient();
            case "adminPolicy" -> Fault.adminPolicy();
            case "html502" -> Fault.html502();
            case "dropConnection" -> Fault.dropConnection();
            case "truncated" -> Fault.truncated();
            case "hang" -> Fault.hang(duration(body, "delay", "PT60S"));
            default -> throw new IllegalArgumentException("unknown fault " + name);
        };
    }

    private static Duration duration(JsonObject body, String name, String otherwise) {
        return Duration.parse(body.has(name) ? ControlEndpoint.text(body, name) : otherwise);
    }
}
