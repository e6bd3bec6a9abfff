package dev.mailkeep.simulator;

import dev.mailkeep.simulator.http.LocalServer;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.oauth.AccessTokens;
import dev.mailkeep.simulator.oauth.OAuthClient;
import dev.mailkeep.simulator.oauth.OAuthServer;
import dev.mailkeep.simulator.pubsub.PubSub;
import dev.mailkeep.simulator.risc.RiscTransmitter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A Google on 127.0.0.1: OAuth, Gmail and a control endpoint on one port. It runs from {@link #start} until {@link #close}.
 * All methods may be called from any thread.
 */
public final class SimulatedGoogle implements AutoCloseable {

    /** The same on every port, so that mailboxes stay with their issuer; nothing real can ever have this name. */
    public static final String ISSUER = "https://accounts.simulated-google.invalid";

    private final Behaviour behaviour;
    private final AccessTokens accessTokens;
    private final World world;
    private final OAuthServer oauth;
    private final RiscTransmitter risc;
    private final Gate gate;
    private final PubSub pubSub;
    private final Watches watches;
    private final GmailEndpoint gmail;
    private final ControlEndpoint control;
    private final LocalServer server;

    private SimulatedGoogle(SimulatorSettings settings) {
        behaviour = new Behaviour(settings);
        accessTokens = new AccessTokens(behaviour.clock);
        world = new World(settings, behaviour.clock, accessTokens);
        OAuthClient client = new OAuthClient(settings.clientId(), settings.clientSecret(), settings.redirectUris());
        oauth = new OAuthServer(client, ISSUER, world, accessTokens, behaviour.clock);
        risc = new RiscTransmitter(settings.clientId(), oauth.keys(), behaviour.clock);
        gate = new Gate(behaviour);
        pubSub = new PubSub(behaviour.clock, ISSUER, oauth.keys());
        watches = new Watches(pubSub, behaviour.clock);
        world.onChange(watches::changed);
        gmail = new GmailEndpoint(world, accessTokens, behaviour, gate, watches);
        control = new ControlEndpoint(behaviour, world, accessTokens, risc);
        server = LocalServer.start(settings.port(), this::handle);
    }

    /**
     * Starts it, with what its journal holds.
     *
     * @throws java.io.UncheckedIOException when the port is taken or the journal cannot be used
     * @throws IllegalStateException when the journal is damaged
     */
    public static SimulatedGoogle start(SimulatorSettings settings) {
        return new SimulatedGoogle(settings);
    }

    private Reply handle(Request request) throws InterruptedException {
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
            case OAuthServer.AUTHORIZATION_PATH -> logged("authorize", oauth.authorize(request));
            case OAuthServer.SCRIPT_PATH -> oauth.script(baseUri());
            case OAuthServer.TOKEN_PATH ->
                gate.pass("token", emailOf(oauth.subOfToken(request)), () -> Gate.Outcome.free(oauth.token(request)));
            case OAuthServer.REVOCATION_PATH ->
                gate.pass(
                        "revoke",
                        emailOf(oauth.subOfRevocation(request)),
                        () -> Gate.Outcome.free(oauth.revoke(request)));
            case OAuthServer.JWKS_PATH -> gate.pass("certs", null, () -> Gate.Outcome.free(oauth.certs()));
            case RiscTransmitter.CONFIGURATION_PATH ->
                gate.pass("riscConfiguration", null, () -> Gate.Outcome.free(risc.configuration(jwksUri())));
            default -> Reply.html(404, "<!doctype html><title>Not found</title><p>This is a simulated Google.</p>");
        };
    }

    /** The page that a person looks at is never faulted or slowed down. */
    private Reply logged(String method, Reply reply) {
        behaviour.calls.add(new CallLog.Call(behaviour.clock.instant(), method, null, 0, reply.status()), false);
        return reply;
    }

    private @Nullable String emailOf(@Nullable String sub) {
        Mailbox mailbox = sub == null ? null : world.find(sub);
        return mailbox == null ? null : mailbox.email();
    }

    /** {@code http://127.0.0.1:<port>}. */
    public URI baseUri() {
        return server.uri();
    }

    public URI authorizationUri() {
        return baseUri().resolve(OAuthServer.AUTHORIZATION_PATH);
    }

    public URI tokenUri() {
        return baseUri().resolve(OAuthServer.TOKEN_PATH);
    }

    /** The stand-in for {@code https://accounts.google.com/gsi/client}. */
    public URI scriptUri() {
        return baseUri().resolve(OAuthServer.SCRIPT_PATH);
    }

    public URI revocationUri() {
        return baseUri().resolve(OAuthServer.REVOCATION_PATH);
    }

    public URI jwksUri() {
        return baseUri().resolve(OAuthServer.JWKS_PATH);
    }

    /** Where the discovery document of Cross-Account Protection is. */
    public URI riscConfigurationUri() {
        return baseUri().resolve(RiscTransmitter.CONFIGURATION_PATH);
    }

    /** Cross-Account Protection: sends security events. */
    public RiscTransmitter risc() {
        return risc;
    }

    /** The {@code iss} of ID tokens and of authorization answers: {@link #ISSUER}. */
    public String issuer() {
        return ISSUER;
    }

    /** For {@code Gmail.Builder.setRootUrl}; ends in "/". */
    public URI gmailBaseUri() {
        return baseUri().resolve("/");
    }

    /**
     * @throws IllegalArgumentException when there is an account of that address
     */
    public SimulatedAccount addAccount(String email, String displayName) {
        return account(world.addAccount(email, displayName));
    }

    /** In the order in which they were added. */
    public List<SimulatedAccount> accounts() {
        return world.mailboxes().stream().map(this::account).toList();
    }

    /**
     * @throws NoSuchElementException when there is none of that address (any case)
     */
    public SimulatedAccount account(String email) {
        Mailbox mailbox = world.findByEmail(email);
        if (mailbox == null) {
            throw new NoSuchElementException("no account " + email);
        }
        return account(mailbox);
    }

    private SimulatedAccount account(Mailbox mailbox) {
        return new SimulatedAccount(world, mailbox, accessTokens);
    }

    /** Where Gmail publishes what changes in mailboxes that are watched. */
    public PubSub pubSub() {
        return pubSub;
    }

    /** Until when an account's changes are published; the epoch when they are not. */
    public Instant watchedUntil(String email) {
        Mailbox mailbox = world.findByEmail(email);
        return mailbox == null ? Instant.EPOCH : watches.expiresAt(mailbox);
    }

    public Faults faults() {
        return behaviour.faults;
    }

    public SimulatorClock clock() {
        return behaviour.clock;
    }

    public CallLog calls() {
        return behaviour.calls;
    }

    /** Changes how unkind it is from the next call on. */
    public void quirks(Quirks quirks) {
        behaviour.quirks = quirks;
    }

    public Quirks quirks() {
        return behaviour.quirks;
    }

    /** Changes what is allowed from the next call on; units already spent count. */
    public void quota(Quota quota) {
        behaviour.quota = quota;
    }

    public Quota quota() {
        return behaviour.quota;
    }

    /**
     * @param latency real time that each call takes besides its own, from the next call on
     * @throws IllegalArgumentException when negative
     */
    public void latency(Duration latency) {
        if (latency.isNegative()) {
            throw new IllegalArgumentException("latency must not be negative");
        }
        behaviour.latency = latency;
    }

    /** ID tokens are signed by a new key from now on; the old one stays published until the next rotation. */
    public void rotateKeys() {
        oauth.keys().rotate();
    }

    /** How many messages searches compared with a query so far. */
    long searchLooks() {
        return world.mailboxes().stream().mapToLong(Mailbox::looks).sum();
    }

    /** Stops listening; calls under way are cut off. */
    @Override
    public void close() {
        server.close();
        pubSub.close();
        world.close();
    }
}
