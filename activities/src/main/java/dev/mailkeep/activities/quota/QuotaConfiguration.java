package dev.mailkeep.activities.quota;

import dev.mailkeep.activities.outage.Outage;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The quota's budget; needs {@link QuotaSettings} from the process. */
@Configuration(proxyBeanMethods = false)
public class QuotaConfiguration {

    private final UUID holder = UUID.randomUUID();

    @Bean
    LeasedShare leasedShare(QuotaSettings quota, JdbcClient jdbc, TransactionOperations transactions, Outage database) {
        return new LeasedShare(quota, holder, jdbc, transactions, database, Ticker.SYSTEM);
    }

    @Bean
    QuotaBudget quotaBudget(QuotaSettings quota, LeasedShare share, JdbcClient jdbc) {
        return new QuotaBudget(quota, share, new JdbcLedger(jdbc, holder), Ticker.SYSTEM);
    }
}
