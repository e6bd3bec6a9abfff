package dev.mailkeep.api.settings;

import dev.mailkeep.activities.RefusedToStart;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why Mailkeep refuses to start and what to do, without the stack trace around it. */
class RefusalAnalyzer extends AbstractFailureAnalyzer<RefusedToStart> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failed, RefusedToStart refused) {
        return new FailureAnalysis(refused.getMessage(), null, failed);
    }
}
