package dev.mailkeep.activities.google;

import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Google's clients; needs {@link GoogleSettings} from the process, and the quota's budget. */
@Configuration(proxyBeanMethods = false)
public class GoogleConfiguration {

    @Bean
    GoogleHttp googleHttp(GoogleSettings settings) {
        return new GoogleHttp(settings);
    }

    @Bean
    GmailApi gmailApi(GoogleSettings settings, GoogleHttp http, QuotaBudget budget, QuotaSettings quota) {
        return new GmailApi(settings, http, budget, quota);
    }

    @Bean
    OperatorFaults operatorFaults(JdbcClient jdbc) {
        return new OperatorFaults(jdbc);
    }

    @Bean
    TokenEndpoint tokenEndpoint(GoogleSettings settings, GoogleHttp http) {
        return new TokenEndpoint(settings, http);
    }

    @Bean
    DiscoveryDocuments discoveryDocuments(GoogleHttp http) {
        return new DiscoveryDocuments(http);
    }

    @Bean
    IdTokens idTokens(GoogleSettings settings) {
        return new IdTokens(settings);
    }
}
