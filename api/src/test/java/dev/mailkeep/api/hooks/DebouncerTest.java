package dev.mailkeep.api.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often a mailbox's workflow hears of pushes; the test makes the seconds pass. */
class DebouncerTest {

    private static final UUID MAILBOX = UUID.randomUUID();
    private static final UUID ANOTHER = UUID.randomUUID();

    private final Deque<Runnable> due = new ArrayDeque<>();
    private final AtomicInteger ran = new AtomicInteger();

    private final Debouncer debouncer = new Debouncer(new Debouncer.Timer() {

        @Override
        public void runIn(Duration delay, Runnable task) {
            assertThat(delay).isEqualTo(Duration.ofSeconds(1));
            due.add(task);
        }

        @Override
        public void close() {
            due.clear();
        }
    });

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            debouncer.runAtMostOncePerSecond(MAILBOX, ran::incrementAndGet);
        }
    }

    private void passASecond() {
        int count = due.size();
        for (int i = 0; i < count; i++) {
            due.remove().run();
        }
    }

    @Test
    void theFirstRequestRunsAtOnce() {
        ask(1);
        assertThat(ran).hasValue(1);
        passASecond();
        assertThat(ran).hasValue(1);
        assertThat(due).isEmpty();
    }

    @Test
    void aFloodRunsOncePerSecondAndTheLastRequestIsNotLost() {
        ask(200);
        assertThat(ran).hasValue(1);
        passASecond();
        assertThat(ran).hasValue(2);
        ask(1);
        assertThat(ran).hasValue(2);
        passASecond();
        assertThat(ran).hasValue(3);
        passASecond();
        assertThat(ran).hasValue(3);
        assertThat(due).isEmpty();
    }

    @Test
    void oneMailboxDoesNotHoldUpAnother() {
        ask(2);
        debouncer.runAtMostOncePerSecond(ANOTHER, ran::incrementAndGet);
        assertThat(ran).hasValue(2);
    }

    @Test
    void anActionThatFailsDoesNotSilenceTheMailbox() {
        assertThatThrownBy(() -> debouncer.runAtMostOncePerSecond(MAILBOX, () -> {
                    throw new IllegalStateException("no room");
                }))
                .hasMessage("no room");
        passASecond();
        ask(1);
        assertThat(ran).hasValue(1);
    }
}
