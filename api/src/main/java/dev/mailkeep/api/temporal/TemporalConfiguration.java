package dev.mailkeep.api.temporal;

import dev.mailkeep.workflows.contract.SearchAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerOptions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedded Temporal server, where {@code TEMPORAL_ADDRESS} names none. */
@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {

    private static final long DEADLOCK_DETECTION_MILLIS = 10_000;

    /**
     * The first workflow task of a process loads classes; on a busy machine that takes longer than the second after which
     * the SDK takes a thread to be stuck.
     */
    @Bean
    TemporalOptionsCustomizer<WorkerOptions.Builder> patientDeadlockDetector() {
        return new TemporalOptionsCustomizer<>() {
            @Override
            public WorkerOptions.Builder customize(WorkerOptions.Builder builder) {
                return builder.setDefaultDeadlockDetectionTimeout(DEADLOCK_DETECTION_MILLIS);
            }
        };
    }

    /** In real time: the server is made for tests, and would skip to the next timer while a client waits. */
    @Bean
    TemporalOptionsCustomizer<TestEnvironmentOptions.Builder> embeddedTemporal() {
        return new TemporalOptionsCustomizer<>() {
            @Override
            public TestEnvironmentOptions.Builder customize(TestEnvironmentOptions.Builder builder) {
                return builder.setUseTimeskipping(false)
                        .registerSearchAttribute(
                                SearchAttributes.MAILBOX_STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                        .registerSearchAttribute(
                                SearchAttributes.MAILKEEP_USER.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD);
            }
        };
    }
}
