package dev.mailkeep.activities.risc;

import dev.mailkeep.activities.google.DiscoveryDocuments;
import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.session.BrowserSessions;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.activities.token.RefreshTokens;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Security events; needs {@link RiscSettings} from the process. Not there unless the receiver is switched on. */
@Configuration(proxyBeanMethods = false)
public class RiscConfiguration {

    @Bean
    SecurityEventTokens securityEventTokens(RiscSettings settings, DiscoveryDocuments documents) {
        Clock clock = Clock.systemUTC();
        return new SecurityEventTokens(new RiscKeys(documents, settings.configurationUri(), clock), settings, clock);
    }

    @Bean
    SecurityEvents securityEvents(
            Mailboxes mailboxes,
            Conditions conditions,
            RefreshTokens refreshTokens,
            AccessTokens accessTokens,
            AuditLog audit,
            BrowserSessions sessions,
            RiscSettings settings,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new SecurityEvents(
                mailboxes,
                conditions,
                refreshTokens,
                accessTokens,
                new TakenTokens(jdbc),
                new Sessions(jdbc, sessions, audit),
                audit,
                settings,
                jdbc,
                transactions);
    }
}
