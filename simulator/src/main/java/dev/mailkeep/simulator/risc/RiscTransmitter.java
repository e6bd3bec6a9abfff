package dev.mailkeep.simulator.risc;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.oauth.SigningKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Google's side of Cross-Account Protection. As at Google, its tokens are signed with the keys of ID tokens, and its issuer
 * ends in a slash where that of ID tokens does not.
 */
public final class RiscTransmitter {

    public static final String CONFIGURATION_PATH = "/.well-known/risc-configuration";

    private static final String ISSUER = SecurityEvent.ISSUER;

    private static final JOSEObjectType TYPE = new JOSEObjectType("secevent+jwt");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String clientId;
    private final SigningKeys keys;
    private final SigningKeys forgersKeys = SigningKeys.ofStranger();
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public RiscTransmitter(String clientId, SigningKeys keys, Clock clock) {
        this.clientId = clientId;
        this.keys = keys;
        this.clock = clock;
    }

    /** What is wrong with a forged token. Everything else about it is right. */
    public enum Forgery {
        NONE,
        /** A key that Google never published, under an id of its own. */
        UNKNOWN_KEY,
        /** Another key's signature under the id of a published key. */
        WRONG_SIGNATURE,
        /** {@code alg: none}. */
        UNSIGNED,
        /** The issuer of ID tokens. */
        WRONG_ISSUER,
        /** Another app's client id. */
        WRONG_AUDIENCE,
        /** Issued two days from now. */
        FROM_THE_FUTURE,
        /** Issued a year ago. */
        ANCIENT,
        /** Without {@code events}, like an ID token. */
        NO_EVENTS,
        /** Without {@code jti}. */
        NO_ID
    }

    /** What the receiver answered. */
    public record Delivery(int status, String body) {}

    /** The discovery document. */
    public Reply configuration(URI jwksUri) {
        return Reply.json(200, """
                {"issuer": "%s", "jwks_uri": "%s",
                 "delivery_methods_supported": ["https://schemas.openid.net/secevent/risc/delivery-method/push"]}
                """.formatted(ISSUER, jwksUri));
    }

    /** A valid token, issued now. */
    public String token(SecurityEvent event) {
        return token(event, Forgery.NONE);
    }

    /** A valid token, issued at another time. */
    public String tokenIssuedAt(Instant issuedAt, SecurityEvent event) {
        return signed(claims(event).issueTime(Date.from(issuedAt)).build(), Forgery.NONE);
    }

    /** A token that is forged in one way. */
    public String token(SecurityEvent event, Forgery forgery) {
        JWTClaimsSet.Builder claims = claims(event);
        Instant now = clock.instant();
        switch (forgery) {
            case WRONG_ISSUER -> claims.issuer(ISSUER.substring(0, ISSUER.length() - 1));
            case WRONG_AUDIENCE -> claims.audience("someone-elses.apps.googleusercontent.com");
            case FROM_THE_FUTURE -> claims.issueTime(Date.from(now.plus(Duration.ofDays(2))));
            case ANCIENT -> claims.issueTime(Date.from(now.minus(Duration.ofDays(365))));
            case NO_EVENTS -> claims.claim("events", null);
            case NO_ID -> claims.jwtID(null);
            default -> {
                // The signature is wrong, or nothing.
            }
        }
        return signed(claims.build(), forgery);
    }

    private JWTClaimsSet.Builder claims(SecurityEvent event) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of(clientId))
                .issueTime(Date.from(clock.instant()))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", event.claim());
    }

    private String signed(JWTClaimsSet claims, Forgery forgery) {
        return switch (forgery) {
            case UNSIGNED -> new PlainJWT(claims).serialize();
            case UNKNOWN_KEY -> forgersKeys.sign(claims, TYPE);
            case WRONG_SIGNATURE -> {
                String honest = keys.sign(claims, TYPE);
                String forged = forgersKeys.sign(claims, TYPE);
                yield honest.substring(0, honest.lastIndexOf('.')) + forged.substring(forged.lastIndexOf('.'));
            }
            default -> keys.sign(claims, TYPE);
        };
    }

    /**
     * Posts a token once. Posting the same token again is a replay.
     *
     * @param receiver on this machine
     * @throws IllegalArgumentException when the receiver is elsewhere: nothing simulated may leave the machine
     */
    public Delivery deliver(URI receiver, String token) {
        if (!THIS_MACHINE.contains(String.valueOf(receiver.getHost()))) {
            throw new IllegalArgumentException("the receiver must be on this machine");
        }
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(receiver)
                            .timeout(PATIENCE)
                            .header("Content-Type", "application/secevent+jwt")
                            .header("Accept", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(token))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return new Delivery(answer.statusCode(), answer.body());
        } catch (IOException away) {
            throw new UncheckedIOException("the receiver cannot be reached", away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while delivering", stopped);
        }
    }
}
