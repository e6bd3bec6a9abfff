package dev.mailkeep.simulator;

import com.google.gson.JsonObject;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import dev.mailkeep.simulator.risc.RiscTransmitter.Delivery;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /control/risc} and sends what it asks for. */
final class ControlRisc {

    private final RiscTransmitter risc;
    private final World world;
    private @Nullable String last;

    ControlRisc(RiscTransmitter risc, World world) {
        this.risc = risc;
        this.world = world;
    }

    /** Returns what the receiver answered. */
    synchronized Map<String, Object> send(Mailbox mailbox, JsonObject body) {
        String token = last;
        if (token == null || !body.has("replay")) {
            Forgery forgery =
                    body.has("forgery") ? Forgery.valueOf(ControlEndpoint.text(body, "forgery")) : Forgery.NONE;
            token = risc.token(event(mailbox, body), forgery);
            last = token;
        }
        try {
            Delivery delivery = risc.deliver(URI.create(ControlEndpoint.text(body, "to")), token);
            return Map.of("status", delivery.status(), "body", delivery.body());
        } catch (UncheckedIOException away) {
            throw new IllegalStateException(away.getMessage());
        }
    }

    private SecurityEvent event(Mailbox mailbox, JsonObject body) {
        String sub = mailbox.sub();
        SecurityEvent event = switch (ControlEndpoint.text(body, "event")) {
            case "sessions-revoked" -> SecurityEvent.sessionsRevoked(sub);
            case "tokens-revoked" -> SecurityEvent.tokensRevoked(sub);
            case "token-revoked" ->
                SecurityEvent.tokenRevoked(world.newestRefreshToken(sub), TokenIdentifier.DOUBLE_HASH);
            case "account-disabled" -> SecurityEvent.accountDisabled(sub);
            case "account-enabled" -> SecurityEvent.accountEnabled(sub);
            case "account-credential-change-required" -> SecurityEvent.credentialChangeRequired(sub);
            case "verification" -> SecurityEvent.verification("simulated");
            default -> throw new IllegalArgumentException("no such event");
        };
        return body.has("reason") ? event.withReason(ControlEndpoint.text(body, "reason")) : event;
    }
}
