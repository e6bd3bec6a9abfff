package dev.mailkeep.workflows.mailbox;

import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A sleep that ends early. {@code Workflow.await(Duration, …)} would leave its timer running when the condition wins
 * (sdk-java issue 2312): a stray event and a stray wake-up in the middle of the next sleep.
 */
final class WakeableTimer {

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private WakeableTimer() {}

    /**
     * Sleeps until the time is over or the condition holds; at least a second where it sleeps at all, so that no
     * rounding of clocks can make a loop of naps spin.
     *
     * @param duration how long; nothing happens where it is not positive
     * @param summary what the Temporal UI shows beside the timer
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
            // Read, or the SDK warns at the end of the run that nobody did.
            over.getFailure();
        }
    }
}
