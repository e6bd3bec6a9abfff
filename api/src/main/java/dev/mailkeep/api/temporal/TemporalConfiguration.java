package dev.mailkeep.api.temporal;

import dev.mailkeep.workflows.contract.SearchAttributes;
import dev.mailkeep.workflows.mailbox.MailboxWorker;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures the workers, and the embedded Temporal server if {@code TEMPORAL_ADDRESS} is not set. */
@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {

    /** The threads that a running workflow may need: one that sleeps, and one that handles a signal. */
    private static final int THREADS_EACH = 2;

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> pollsThatAreWatched(FailedPolls polls) {
        return new TemporalOptionsCustomizer<>() {
            @Override
            public WorkflowServiceStubsOptions.Builder customize(WorkflowServiceStubsOptions.Builder builder) {
                return builder.addGrpcClientInterceptor(polls);
            }
        };
    }

    @Bean
    TemporalOptionsCustomizer<WorkerOptions.Builder> mailboxWorker() {
        return new TemporalOptionsCustomizer<>() {
            @Override
            public WorkerOptions.Builder customize(WorkerOptions.Builder builder) {
                return MailboxWorker.tuned(builder);
            }
        };
    }

    @Bean
    TemporalOptionsCustomizer<WorkerFactoryOptions.Builder> workflowCache(WorkerSettings settings) {
        return new TemporalOptionsCustomizer<>() {
            @Override
            public WorkerFactoryOptions.Builder customize(WorkerFactoryOptions.Builder builder) {
                return builder.setWorkflowCacheSize(settings.workflowCache())
                        .setMaxWorkflowThreadCount(THREADS_EACH * settings.workflowCache());
            }
        };
    }

    /** Runs the server in real time: it is made for tests, and would skip to the next timer while a client waits. */
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
