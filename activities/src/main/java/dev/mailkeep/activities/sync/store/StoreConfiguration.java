package dev.mailkeep.activities.sync.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /** Threads that wait for Gmail; each store step uses as many as may be in flight for one mailbox. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService fetchThreads() {
        var number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "gmail-fetch-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
