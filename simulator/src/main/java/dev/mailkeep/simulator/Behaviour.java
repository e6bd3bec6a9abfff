package dev.mailkeep.simulator;

import java.time.Duration;

/** What may be changed while running, and what is shared by all endpoints. */
final class Behaviour {

    final SimulatorClock clock = new SimulatorClock();
    final Faults faults = new Faults();
    final CallLog calls = new CallLog();
    volatile Quirks quirks;
    volatile Quota quota;
    volatile Duration latency;

    Behaviour(SimulatorSettings settings) {
        quirks = settings.quirks();
        quota = settings.quota();
        latency = settings.latency();
    }
}
