package dev.mailkeep.activities.google;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Google's clients; needs {@link GoogleSettings} and {@link QuotaSettings} from the process. */
@Configuration(proxyBeanMethods = false)
public class GoogleConfiguration {

    @Bean
    GoogleHttp googleHttp(GoogleSettings settings) {
        return new GoogleHttp(settings);
    }

    @Bean
    QuotaBudget quotaBudget(QuotaSettings quota) {
        return new QuotaBudget(quota);
    }

    @Bean
    GmailApi gmailApi(GoogleSettings settings, GoogleHttp http, QuotaBudget budget, QuotaSettings quota) {
        return new GmailApi(settings, http, budget, quota);
    }

    @Bean
    TokenEndpoint tokenEndpoint(GoogleSettings settings, GoogleHttp http) {
        return new TokenEndpoint(settings, http);
    }

    @Bean
    IdTokens idTokens(GoogleSettings settings) {
        return new IdTokens(settings);
    }
}
