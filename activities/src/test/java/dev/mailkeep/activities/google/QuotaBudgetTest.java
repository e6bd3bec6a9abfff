package dev.mailkeep.activities.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuotaBudgetTest {

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final UUID mailbox = UUID.randomUUID();

    @Test
    void noSlidingMinuteEverHoldsMoreThanTheShare() {
        var budget = new QuotaBudget(QuotaSettings.ofToday(), nanos::get, nanos::addAndGet);
        var times = new long[3_000];
        for (int i = 0; i < times.length; i++) {
            budget.pay(mailbox, 20);
            times[i] = nanos.get();
            if (i % 700 == 0) {
                // A rest does not save up more than the burst.
                nanos.addAndGet(200_000_000_000L);
            }
        }

        int start = 0;
        long most = 0;
        for (int end = 0; end < times.length; end++) {
            while (times[end] - times[start] > 60_000_000_000L) {
                start++;
            }
            most = Math.max(most, 20L * (end - start + 1));
        }
        assertThat(most).isLessThanOrEqualTo(5_400).isGreaterThan(5_000);
    }

    @Test
    void aWaitOfMoreThanTenSecondsIsGivenBackAndNothingIsTaken() {
        var slow = new QuotaSettings(60, 60, 1, 4, 20, 5, 2, 1);
        var budget = new QuotaBudget(slow, nanos::get, nanos::addAndGet);
        budget.pay(mailbox, 3);
        long before = nanos.get();

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> budget.pay(mailbox, 20)).isInstanceOf(GoogleFailure.Throttled.class);
        }
        budget.pay(mailbox, 1);

        assertThat(nanos.get() - before).isLessThan(3_000_000_000L);
    }

    @Test
    void theProjectsLimitHoldsForAllMailboxesTogether() {
        var settings = new QuotaSettings(6_000, 6_000, 0.5, 4, 20, 5, 2, 1);
        var budget = new QuotaBudget(settings, nanos::get, nanos::addAndGet);
        long before = nanos.get();
        for (int i = 0; i < 300; i++) {
            budget.pay(UUID.randomUUID(), 20);
        }

        // 6,000 units at 3,000 a minute, less the burst.
        assertThat(nanos.get() - before).isBetween(110_000_000_000L, 125_000_000_000L);
    }
}
