package dev.mailkeep.simulator;

import dev.mailkeep.simulator.http.LocalServer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts simulators and other servers for a test, and closes them after it, the last one first. */
final class SimulatorExtension implements AfterEachCallback {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /** A simulator with {@link SimulatorSettings#defaults()}. */
    SimulatedGoogle start() {
        return start(SimulatorSettings.defaults());
    }

    SimulatedGoogle start(SimulatorSettings settings) {
        return closedAfterwards(SimulatedGoogle.start(settings));
    }

    /** A server on a free port that receives what the simulator sends. */
    LocalServer receiver(LocalServer.Handler handler) {
        return closedAfterwards(LocalServer.start(0, handler));
    }

    /** Closes something after the test as well. Returns it. */
    <T extends AutoCloseable> T closedAfterwards(T one) {
        started.push(one);
        return one;
    }

    /** Closes a simulator before the end of the test. */
    void close(SimulatedGoogle google) {
        started.remove(google);
        google.close();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!started.isEmpty()) {
            started.pop().close();
        }
    }
}
