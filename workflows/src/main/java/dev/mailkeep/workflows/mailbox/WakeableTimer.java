package dev.mailkeep.workflows.mailbox;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A sleep that can end early. {@code Workflow.await(Duration, …)} would leave its timer running when the condition comes
 * true first (sdk-java issue 2312): a needless event, and a needless wake-up in the middle of the next sleep.
 */
final class WakeableTimer {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private WakeableTimer() {}

    /**
     * Sleeps until the time is over or the condition holds. A sleep lasts a second at least, so that rounded clocks can't
     * turn a loop of short sleeps into a busy loop.
     *
     * @param duration how long; returns at once unless it is positive
     * @param summary what the Temporal UI shows beside the timer
     * @param awake the condition that ends the sleep early
     */
    static void sleep(Duration duration, String summary, Supplier<Boolean> awake) {
        if (duration.isZero() || duration.isNegative() || awake.get()) {
            return;
        }
        CompletablePromise<Void> over = Workflow.newPromise();
        CancellationScope scope = Workflow.newCancellationScope(() -> over.completeFrom(Workflow.newTimer(
                duration.compareTo(SHORTEST) < 0 ? SHORTEST : duration,
                TimerOptions.newBuilder().setSummary(summary).build())));
        scope.run();
        Workflow.await(() -> over.isCompleted() || awake.get());
        if (!over.isCompleted()) {
            scope.cancel();
            // The failure has to be read, or the SDK warns at the end of the run.
            over.getFailure();
        }
    }
}
