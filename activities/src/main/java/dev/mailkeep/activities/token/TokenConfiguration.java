package dev.mailkeep.activities.token;

import dev.mailkeep.activities.google.OperatorFaults;
import dev.mailkeep.activities.google.TokenEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The vault's users; needs a {@link Vault} from the process, which knows where the keyset is. */
@Configuration(proxyBeanMethods = false)
public class TokenConfiguration {

    @Bean
    KeysetCheck keysetCheck(JdbcClient jdbc, Vault vault) {
        return new KeysetCheck(jdbc, vault);
    }

    @Bean
    PendingRevocations pendingRevocations(JdbcClient jdbc, Vault vault) {
        return new PendingRevocations(jdbc, vault);
    }

    @Bean
    RefreshTokens refreshTokens(JdbcClient jdbc, Vault vault, PendingRevocations waiting) {
        return new RefreshTokens(jdbc, vault, waiting);
    }

    @Bean
    AccessTokens accessTokens(
            RefreshTokens refreshTokens, TokenEndpoint endpoint, OperatorFaults operatorFaults, JdbcClient jdbc) {
        return new AccessTokens(refreshTokens, endpoint, operatorFaults, new TokenEndpointBackoff(jdbc));
    }

    @Bean
    Revocations revocations(
            PendingRevocations waiting, TokenEndpoint endpoint, JdbcClient jdbc, TransactionOperations transactions) {
        return new Revocations(waiting, endpoint, jdbc, transactions);
    }
}
