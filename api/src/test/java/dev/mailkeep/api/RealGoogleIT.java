package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.mailkeep.activities.google.Caller;
import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.HistoryPage;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.google.TokenEndpoint.Tokens;
import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.quota.Urgency;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A check of a real Gmail with the production clients, for people with a Google Cloud project: {@code ./mvnw verify
 * -Preal-google}. It prints counts and nothing else.
 */
class RealGoogleIT {

    private static final String SKIPPED = """
            SKIPPED: no real Google was asked. To have it asked, set
              REAL_GOOGLE_CLIENT_ID and REAL_GOOGLE_CLIENT_SECRET  of an OAuth client of type "Web application", and
              REAL_GOOGLE_REFRESH_TOKEN                            of a grant with gmail.readonly, or instead
              REAL_GOOGLE_CODE, REAL_GOOGLE_REDIRECT_URI and REAL_GOOGLE_VERIFIER
                                                                   of an authorization flow that is not finished yet (each code works once)
            """;

    @Test
    void theAnswersOfARealMailboxAreUnderstood() {
        String clientId = variable("REAL_GOOGLE_CLIENT_ID");
        String clientSecret = variable("REAL_GOOGLE_CLIENT_SECRET");
        boolean canRefresh = !variable("REAL_GOOGLE_REFRESH_TOKEN").isEmpty();
        boolean canExchange = !variable("REAL_GOOGLE_CODE").isEmpty()
                && !variable("REAL_GOOGLE_REDIRECT_URI").isEmpty()
                && !variable("REAL_GOOGLE_VERIFIER").isEmpty();
        if (clientId.isEmpty() || clientSecret.isEmpty() || !(canRefresh || canExchange)) {
            System.out.println(SKIPPED);
            Assumptions.abort("no real Google");
        }
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        try (var context = new AnnotationConfigApplicationContext()) {
            context.registerBean(GoogleSettings.class, () -> google(clientId, clientSecret));
            context.registerBean(QuotaSettings.class, QuotaSettings::ofToday);
            context.registerBean(QuotaBudget.class, () -> QuotaBudget.ofOneProcess(QuotaSettings.ofToday()));
            // OperatorFaults takes it and is not used here.
            context.registerBean(
                    JdbcClient.class,
                    () -> JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://localhost:1/none")));
            context.scan("dev.mailkeep.activities.google");
            context.refresh();
            TokenEndpoint endpoint = context.getBean(TokenEndpoint.class);
            Tokens tokens = canRefresh
                    ? endpoint.refresh(variable("REAL_GOOGLE_REFRESH_TOKEN"))
                    : endpoint.exchange(
                            variable("REAL_GOOGLE_CODE"),
                            variable("REAL_GOOGLE_VERIFIER"),
                            variable("REAL_GOOGLE_REDIRECT_URI"));
            assertThat(tokens.scopes()).contains(TokenEndpoint.GMAIL_READONLY);
            check(context.getBean(GmailApi.class), tokens);
        }
    }

    private static void check(GmailApi gmail, Tokens tokens) {
        var caller = new Caller("me", tokens.accessToken(), Urgency.LIVE);
        GmailApi.Account account = gmail.profile(caller);
        assertThat(account.emailAddress().contains("@")).as("an address").isTrue();
        assertThat(account.historyId()).isPositive();
        int pages = 0;
        int changes = 0;
        String next = null;
        do {
            HistoryPage page = gmail.history(caller, account.historyId(), next);
            assertThat(page.historyId()).isGreaterThanOrEqualTo(account.historyId());
            pages++;
            changes += page.changes().size();
            next = page.nextPageToken();
        } while (next != null);
        System.out.printf(
                "A real Google was asked: %d scopes granted, 1 profile, %d pages of history, %d changes%n",
                tokens.scopes().size(), pages, changes);
    }

    private static GoogleSettings google(String clientId, String clientSecret) {
        return new GoogleSettings(
                clientId,
                clientSecret,
                GoogleSettings.GOOGLE_AUTHORIZATION,
                address("GOOGLE_TOKEN_URI", GoogleSettings.GOOGLE_TOKEN),
                GoogleSettings.GOOGLE_REVOCATION,
                GoogleSettings.GOOGLE_JWKS,
                GoogleSettings.GOOGLE_ISSUER,
                address("GMAIL_BASE_URL", GoogleSettings.GMAIL),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30));
    }

    private static URI address(String name, URI googles) {
        return variable(name).isEmpty() ? googles : URI.create(variable(name));
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        return value == null ? "" : value.strip();
    }
}
