package dev.mailkeep.api.web;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts refusals as {@code mailkeep_refusals} by problem, and logs those that could be an attack. Neither says whom or
 * what a refusal was about.
 */
@Component
class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private static final Set<String> WORTH_A_LINE =
            Set.of("csrf", "attempt-foreign", "attempt-used", "code-refused", "account-mismatch", "too-many-requests");

    private final MeterRegistry metrics;

    Refusals(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void count(Problem problem) {
        metrics.counter("mailkeep.refusals", "problem", problem.slug()).increment();
        if (WORTH_A_LINE.contains(problem.slug())) {
            log.info("A request was refused: {}", problem.slug());
        }
    }
}
