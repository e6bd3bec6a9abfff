package dev.mailkeep.simulator;

import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated Google is started.
 *
 * @param port on 127.0.0.1; 0: any free port
 * @param redirectUris compared exactly; empty: any http URI on a loopback host
 * @param journal the file that keeps its state, so that it survives a kill; null: in memory only
 * @param latency real time that every call takes in addition to its own
 * @param seed for everything that looks random, except tokens, codes and keys
 * @param firstHistoryId the historyId of a new account; an unsigned 64-bit number
 */
public record SimulatorSettings(
        int port,
        String clientId,
        String clientSecret,
        Set<String> redirectUris,
        @Nullable Path journal,
        Quota quota,
        Quirks quirks,
        Duration latency,
        long seed,
        BigInteger firstHistoryId) {

    private static final BigInteger KIND_START = BigInteger.valueOf(1_000_000);
    private static final BigInteger UNKIND_START = new BigInteger("18000000000000000000");

    public SimulatorSettings {
        redirectUris = Set.copyOf(redirectUris);
        if (port < 0 || port > 65_535 || latency.isNegative()) {
            throw new IllegalArgumentException("port is 0 to 65535, latency not negative");
        }
        if (firstHistoryId.signum() <= 0 || firstHistoryId.bitLength() > 64) {
            throw new IllegalArgumentException("firstHistoryId is an unsigned 64-bit number");
        }
    }

    /**
     * With kind quirks histories start at 1,000,000, otherwise at 18,000,000,000,000,000,000, which exceeds a signed
     * long.
     */
    public SimulatorSettings(
            int port,
            String clientId,
            String clientSecret,
            Set<String> redirectUris,
            @Nullable Path journal,
            Quota quota,
            Quirks quirks,
            Duration latency,
            long seed) {
        this(
                port,
                clientId,
                clientSecret,
                redirectUris,
                journal,
                quota,
                quirks,
                latency,
                seed,
                quirks.equals(Quirks.kind()) ? KIND_START : UNKIND_START);
    }

    /** A free port, any loopback redirect URI, today's quota, kind quirks, no latency, no journal. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                0,
                "simulated-client",
                "simulated-secret",
                Set.of(),
                null,
                Quota.ofToday(),
                Quirks.kind(),
                Duration.ZERO,
                1);
    }

    /** As {@link #defaults()}, with {@link Quirks#unkind()}. */
    public static SimulatorSettings unkind() {
        return defaults().withQuirks(Quirks.unkind());
    }

    /** A copy with another {@code port}. */
    public SimulatorSettings withPort(int port) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code clientId}. */
    public SimulatorSettings withClientId(String clientId) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code clientSecret}. */
    public SimulatorSettings withClientSecret(String clientSecret) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code redirectUris}. */
    public SimulatorSettings withRedirectUris(Set<String> redirectUris) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code journal}. */
    public SimulatorSettings withJournal(@Nullable Path journal) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code quota}. */
    public SimulatorSettings withQuota(Quota quota) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with other quirks. {@code firstHistoryId} changes with them unless it was set explicitly. */
    public SimulatorSettings withQuirks(Quirks quirks) {
        boolean chosen = !firstHistoryId.equals(KIND_START) && !firstHistoryId.equals(UNKIND_START);
        BigInteger start = quirks.equals(Quirks.kind()) ? KIND_START : UNKIND_START;
        return new SimulatorSettings(
                port,
                clientId,
                clientSecret,
                redirectUris,
                journal,
                quota,
                quirks,
                latency,
                seed,
                chosen ? firstHistoryId : start);
    }

    /** A copy with another {@code latency}. */
    public SimulatorSettings withLatency(Duration latency) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code seed}. */
    public SimulatorSettings withSeed(long seed) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }

    /** A copy with another {@code firstHistoryId}. */
    public SimulatorSettings withFirstHistoryId(BigInteger firstHistoryId) {
        return new SimulatorSettings(
                port, clientId, clientSecret, redirectUris, journal, quota, quirks, latency, seed, firstHistoryId);
    }
}
