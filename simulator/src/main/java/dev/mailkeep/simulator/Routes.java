package dev.mailkeep.simulator;

import dev.mailkeep.simulator.behaviour.Gate;
import dev.mailkeep.simulator.control.ControlEndpoint;
import dev.mailkeep.simulator.gmail.GmailEndpoint;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.oauth.Directory;
import dev.mailkeep.simulator.oauth.OAuthServer;
import dev.mailkeep.simulator.oauth.Person;
import dev.mailkeep.simulator.pubsub.PubSub;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Gives each request to the endpoint of its path. Faults and latency never hit the page that a person sees. */
record Routes(
        Gate gate,
        Directory directory,
        OAuthServer oauth,
        GmailEndpoint gmail,
        PubSub pubSub,
        RiscTransmitter risc,
        ControlEndpoint control) {

    /** @param base the simulator's own address */
    Reply reply(Request request, URI base) throws InterruptedException {
        String path = request.path();
        if (path.startsWith(GmailEndpoint.PREFIX)) {
            return gmail.handle(request);
        }
        if (path.startsWith(PubSub.PREFIX)) {
            return pubSub.handle(request);
        }
        if (path.startsWith(ControlEndpoint.PREFIX)) {
            return control.handle(request);
        }
        return switch (path) {
            case OAuthServer.AUTHORIZATION_PATH -> gate.logged("authorize", oauth.authorize(request));
            case OAuthServer.SCRIPT_PATH -> oauth.script(base);
            case OAuthServer.TOKEN_PATH ->
                gate.pass("token", emailOf(oauth.subOfToken(request)), () -> Gate.Outcome.free(oauth.token(request)));
            case OAuthServer.REVOCATION_PATH ->
                gate.pass(
                        "revoke",
                        emailOf(oauth.subOfRevocation(request)),
                        () -> Gate.Outcome.free(oauth.revoke(request)));
            case OAuthServer.JWKS_PATH -> gate.pass("certs", null, () -> Gate.Outcome.free(oauth.certs()));
            case RiscTransmitter.CONFIGURATION_PATH ->
                gate.pass(
                        "riscConfiguration",
                        null,
                        () -> Gate.Outcome.free(risc.configuration(base.resolve(OAuthServer.JWKS_PATH))));
            default -> Reply.html(404, "<!doctype html><title>Not found</title><p>This is a simulated Google.</p>");
        };
    }

    private @Nullable String emailOf(@Nullable String sub) {
        Person person = sub == null ? null : directory.person(sub);
        return person == null ? null : person.email();
    }
}
