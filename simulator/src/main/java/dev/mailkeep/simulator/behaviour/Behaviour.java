package dev.mailkeep.simulator.behaviour;

import java.time.Duration;

/** How the simulator behaves at the moment. All endpoints share it, and everything in it can be changed while it runs. */
public final class Behaviour {

    private final SimulatorClock clock = new SimulatorClock();
    private final Faults faults = new Faults();
    private final CallLog calls = new CallLog();
    private volatile Quirks quirks;
    private volatile Quota quota;
    private volatile Duration latency;

    public Behaviour(Quirks quirks, Quota quota, Duration latency) {
        this.quirks = quirks;
        this.quota = quota;
        this.latency = latency;
    }

    public SimulatorClock clock() {
        return clock;
    }

    public Faults faults() {
        return faults;
    }

    public CallLog calls() {
        return calls;
    }

    public Quirks quirks() {
        return quirks;
    }

    /** Takes effect with the next call. */
    public void quirks(Quirks next) {
        quirks = next;
    }

    public Quota quota() {
        return quota;
    }

    /** Takes effect with the next call; units already spent still count. */
    public void quota(Quota next) {
        quota = next;
    }

    /** Real time that each call takes in addition to its own. */
    public Duration latency() {
        return latency;
    }

    /**
     * Takes effect with the next call.
     *
     * @throws IllegalArgumentException when negative
     */
    public void latency(Duration next) {
        if (next.isNegative()) {
            throw new IllegalArgumentException("latency must not be negative");
        }
        latency = next;
    }
}
