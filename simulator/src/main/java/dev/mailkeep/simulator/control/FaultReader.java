package dev.mailkeep.simulator.control;

import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Clock;
import java.time.Duration;

/** Reads the body of {@code POST /control/faults}. */
final class FaultReader {

    private FaultReader() {}

    static Fault read(ControlBody body, Clock clock) {
        Fault fault = body.has("fault") ? named(body, clock) : free(body);
        if (body.has("method")) {
            fault = fault.on(body.text("method"));
        }
        if (body.has("count")) {
            fault = fault.times(body.number("count", 1));
        }
        if (body.has("account")) {
            fault = fault.forAccount(body.text("account"));
        }
        return fault;
    }

    private static Fault free(ControlBody body) {
        Fault fault = Fault.respond(body.number("status", 500), body.text("body", ""));
        for (var header : body.fields("headers").entrySet()) {
            fault = fault.withHeader(header.getKey(), header.getValue().getAsString());
        }
        return fault;
    }

    private static Fault named(ControlBody body, Clock clock) {
        String name = body.text("fault");
        return switch (name) {
            case "rateLimited" ->
                Fault.rateLimited(clock.instant().plus(body.duration("retryAfter", Duration.ofSeconds(30))));
            case "projectRateLimited" -> Fault.projectRateLimited();
            case "tooManyConcurrent" -> Fault.tooManyConcurrent();
            case "backendError" -> Fault.backendError(body.number("status", 500));
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
            case "hang" -> Fault.hang(body.duration("delay", Duration.ofSeconds(60)));
            default -> throw new IllegalArgumentException("unknown fault " + name);
        };
    }
}
