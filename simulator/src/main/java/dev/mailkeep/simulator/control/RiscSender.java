package dev.mailkeep.simulator.control;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import dev.mailkeep.simulator.risc.RiscTransmitter.Delivery;
import dev.mailkeep.simulator.risc.RiscTransmitter.Forgery;
import dev.mailkeep.simulator.risc.SecurityEvent;
import dev.mailkeep.simulator.risc.SecurityEvent.TokenIdentifier;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends the security event that {@code POST /control/risc} asks for. */
final class RiscSender {

    private final RiscTransmitter risc;
    private @Nullable String last;

    RiscSender(RiscTransmitter risc) {
        this.risc = risc;
    }

    /** Returns what the receiver answered. */
    synchronized Map<String, Object> send(SimulatedAccount account, ControlBody body) {
        String token = last;
        if (token == null || !body.has("replay")) {
            Forgery forgery = body.has("forgery") ? Forgery.valueOf(body.text("forgery")) : Forgery.NONE;
            token = risc.token(event(account, body), forgery);
            last = token;
        }
        try {
            Delivery delivery = risc.deliver(URI.create(body.text("to")), token);
            return Map.of("status", delivery.status(), "body", delivery.body());
        } catch (UncheckedIOException away) {
            throw new IllegalStateException(away.getMessage());
        }
    }

    private SecurityEvent event(SimulatedAccount account, ControlBody body) {
        String sub = account.sub();
        SecurityEvent event = switch (body.text("event")) {
            case "sessions-revoked" -> SecurityEvent.sessionsRevoked(sub);
            case "tokens-revoked" -> SecurityEvent.tokensRevoked(sub);
            case "token-revoked" ->
                SecurityEvent.tokenRevoked(account.newestRefreshToken(), TokenIdentifier.DOUBLE_HASH);
            case "account-disabled" -> SecurityEvent.accountDisabled(sub);
            case "account-enabled" -> SecurityEvent.accountEnabled(sub);
            case "account-credential-change-required" -> SecurityEvent.credentialChangeRequired(sub);
            case "verification" -> SecurityEvent.verification("simulated");
            default -> throw new IllegalArgumentException("no such event");
        };
        return body.has("reason") ? event.withReason(body.text("reason")) : event;
    }
}
