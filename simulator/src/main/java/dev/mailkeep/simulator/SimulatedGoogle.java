package dev.mailkeep.simulator;

import dev.mailkeep.simulator.account.Accounts;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Behaviour;
import dev.mailkeep.simulator.behaviour.CallLog;
import dev.mailkeep.simulator.behaviour.Faults;
import dev.mailkeep.simulator.behaviour.Gate;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.simulator.behaviour.SimulatorClock;
import dev.mailkeep.simulator.control.ControlEndpoint;
import dev.mailkeep.simulator.demo.DemoContent;
import dev.mailkeep.simulator.gmail.GmailEndpoint;
import dev.mailkeep.simulator.http.LocalServer;
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

/**
 * A Google on 127.0.0.1: OAuth, Gmail and a control endpoint on one port. It runs from {@link #start} until {@link #close}.
 * All methods may be called from any thread.
 */
public final class SimulatedGoogle implements AutoCloseable {

    /** The same on every port, so that a mailbox keeps its issuer. No real host can have a name in {@code .invalid}. */
    public static final String ISSUER = "https://accounts.simulated-google.invalid";

    private final Behaviour behaviour;
    private final Accounts accounts;
    private final OAuthServer oauth;
    private final RiscTransmitter risc;
    private final PubSub pubSub;
    private final GmailEndpoint gmail;
    private final LocalServer server;

    private SimulatedGoogle(SimulatorSettings settings) {
        behaviour = new Behaviour(settings.quirks(), settings.quota(), settings.latency());
        AccessTokens accessTokens = new AccessTokens(behaviour.clock());
        accounts = new Accounts(
                settings.seed(), settings.firstHistoryId(), settings.journal(), behaviour.clock(), accessTokens);
        OAuthClient client = new OAuthClient(settings.clientId(), settings.clientSecret(), settings.redirectUris());
        oauth = new OAuthServer(client, ISSUER, accounts.directory(), accessTokens, behaviour.clock());
        risc = new RiscTransmitter(settings.clientId(), oauth.keys(), behaviour.clock());
        Gate gate = new Gate(behaviour);
        pubSub = new PubSub(behaviour.clock(), ISSUER, oauth.keys());
        gmail = new GmailEndpoint(accounts, accessTokens, behaviour, gate, pubSub);
        ControlEndpoint control = new ControlEndpoint(behaviour, accounts, risc);
        Routes routes = new Routes(gate, accounts.directory(), oauth, gmail, pubSub, risc, control);
        server = LocalServer.start(settings.port(), request -> routes.reply(request, baseUri()));
    }

    /**
     * Starts a simulator with the state that its journal holds.
     *
     * @throws java.io.UncheckedIOException when the port is taken or the journal cannot be used
     * @throws IllegalStateException when the journal is damaged
     */
    public static SimulatedGoogle start(SimulatorSettings settings) {
        return new SimulatedGoogle(settings);
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
     * @throws IllegalArgumentException when the address is taken
     */
    public SimulatedAccount addAccount(String email, String displayName) {
        return accounts.add(email, displayName);
    }

    /** In the order in which they were added. */
    public List<SimulatedAccount> accounts() {
        return accounts.all();
    }

    /**
     * @throws NoSuchElementException when no account has that address (any case)
     */
    public SimulatedAccount account(String email) {
        SimulatedAccount account = accounts.find(email);
        if (account == null) {
            throw new NoSuchElementException("no account " + email);
        }
        return account;
    }

    /** Adds the demo's three people and their mail; see {@link DemoContent#seed}. */
    public void addDemoAccounts() {
        DemoContent.seed(accounts, behaviour.clock());
    }

    /**
     * Delivers demo mail to every account until the result is closed.
     *
     * @param every real time between two messages of an account
     */
    public AutoCloseable keepDeliveringDemoMail(Duration every) {
        return DemoContent.keepDelivering(accounts, behaviour.clock(), every);
    }

    /** The Pub/Sub to which Gmail publishes the changes of watched mailboxes. */
    public PubSub pubSub() {
        return pubSub;
    }

    /** When the watch of an account ends; the epoch if the account is not watched. */
    public Instant watchedUntil(String email) {
        SimulatedAccount account = accounts.find(email);
        return account == null ? Instant.EPOCH : gmail.watchedUntil(account.sub());
    }

    public Faults faults() {
        return behaviour.faults();
    }

    public SimulatorClock clock() {
        return behaviour.clock();
    }

    public CallLog calls() {
        return behaviour.calls();
    }

    /** Takes effect with the next call. */
    public void quirks(Quirks quirks) {
        behaviour.quirks(quirks);
    }

    public Quirks quirks() {
        return behaviour.quirks();
    }

    /** Takes effect with the next call; units already spent still count. */
    public void quota(Quota quota) {
        behaviour.quota(quota);
    }

    public Quota quota() {
        return behaviour.quota();
    }

    /**
     * @param latency real time that each call takes in addition to its own, from the next call on
     * @throws IllegalArgumentException when negative
     */
    public void latency(Duration latency) {
        behaviour.latency(latency);
    }

    /** Signs ID tokens with a new key from now on. The old key stays published until the next rotation. */
    public void rotateKeys() {
        oauth.keys().rotate();
    }

    /** How many messages searches have compared with a query so far. */
    long searchComparisons() {
        return accounts.searchComparisons();
    }

    /** Stops listening; calls under way are cut off. */
    @Override
    public void close() {
        server.close();
        pubSub.close();
        accounts.close();
    }
}
