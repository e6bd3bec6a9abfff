package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

    private static final Pattern NEXT = Pattern.compile("\"nextPageToken\"\\s*:\\s*\"[^\"]*\"");

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    @Test
    void aPageTokenRefusedHalfWayRestartsTheWindow() {
        deliver(1_100);
        mailkeep.wire().rewriteOnce(ListingTest::laterPage, page -> page.failing(400, "invalidArgument"));
        mailkeep.watch(BOSS);
        mailkeep.check();

        listAll();

        assertThat(mailkeep.count("message_queue")).isEqualTo(1_100);
        assertThat(mailkeep.value("import_found")).isEqualTo("1100");
    }

    @Test
    void aPageTokenThatIsAlwaysRefusedFailsThatListingOnlyAndLeavesNoDeadTokenBehind() {
        deliver(600);
        mailkeep.wire().rewrite(ListingTest::laterPage, page -> page.failing(400, "invalidArgument"));
        mailkeep.watch(BOSS);
        mailkeep.check();

        listAll();
        assertThat(mailkeep.count("search_failures where failure_type = 'GoogleUnavailable' and failures = 1"))
                .isPositive();
        mailkeep.retryFailuresNow();
        listAll();
        assertThat(mailkeep.count("search_failures where failures = 2")).isPositive();
        assertThat(mailkeep.count("listings where page_token is not null")).isZero();
        mailkeep.wire().rewriteNothing();
        mailkeep.retryFailuresNow();
        listAll();

        assertThat(mailkeep.count("message_queue")).isEqualTo(600);
        assertThat(mailkeep.count("search_failures")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pagesThatRepeatAreNoticed(int tokens) {
        deliver(10);
        mailkeep.watch(BOSS);
        mailkeep.check();
        mailkeep.wire().rewrite(Exchange::isList, endless(tokens));

        listAll();
        assertThat(mailkeep.count("search_failures")).isEqualTo(mailkeep.count("listings"));

        mailkeep.wire().rewriteNothing();
        mailkeep.retryFailuresNow();
        listAll();
        assertThat(mailkeep.count("message_queue")).isEqualTo(10);
    }

    @Test
    void aSearchOfACheckWhosePagesRepeatIsNoticed() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String id = mailkeep.deliver(BOSS);
        mailkeep.wire().rewrite(Exchange::isList, endless(2));

        assertThat(mailkeep.check().checkAgainAt()).isNotNull();
        assertThat(mailkeep.count("search_failures")).isEqualTo(1);

        mailkeep.wire().rewriteNothing();
        mailkeep.retryFailuresNow();
        mailkeep.settle();
        assertThat(mailkeep.storedIds()).containsExactly(id);
    }

    @Test
    void aHistoryWhosePagesRepeatMovesNoCursor() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        String cursor = mailkeep.value("history_id");
        mailkeep.deliver(BOSS);
        mailkeep.wire().rewrite(Exchange::isHistory, endless(1));

        assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);

        assertThat(mailkeep.value("history_id")).isEqualTo(cursor);
    }

    @Test
    void withoutACursorNothingIsListed() {
        mailkeep.watch(BOSS);
        mailkeep.google().calls().reset();

        Progress progress = mailkeep.search();

        assertThat(progress.outcome()).isEqualTo(Outcome.DONE);
        assertThat(progress.listing()).isFalse();
        assertThat(mailkeep.google().calls().units()).isZero();
    }

    @Test
    void windowsOverlapSoThatNothingFallsBetweenThem() {
        Instant now = mailkeep.google().clock().instant();
        int messages = 0;
        for (int days : new int[] {30, 120, 365, 3 * 365}) {
            for (int seconds = -3; seconds <= 3; seconds++) {
                mailkeep.deliver(BOSS, now.minus(Duration.ofDays(days)).plusSeconds(seconds));
                messages++;
            }
        }
        mailkeep.deliver(BOSS, Instant.EPOCH.plusSeconds(1));
        mailkeep.watch(BOSS);

        mailkeep.settle();

        assertThat(mailkeep.storedIds()).hasSize(messages + 1);
    }

    private void deliver(int messages) {
        for (int i = 0; i < messages; i++) {
            mailkeep.account().deliver(Mail.from(BOSS).subject("Number " + i).build());
        }
    }

    private void listAll() {
        Progress progress = mailkeep.search();
        while (progress.listing()) {
            progress = mailkeep.search();
        }
    }

    private static boolean laterPage(Exchange exchange) {
        return exchange.isList() && exchange.query().contains("pageToken");
    }

    /**
     * Answers with a token of a next page, for ever.
     *
     * @param tokens how many tokens there are before they repeat
     */
    private static UnaryOperator<Exchange> endless(int tokens) {
        int[] page = {0};
        return exchange -> {
            String token = "\"nextPageToken\": \"page" + page[0]++ % tokens + "\"";
            return exchange.status() != 200
                    ? exchange.answering(200, "{" + token + ", \"historyId\": \"1\"}")
                    : exchange.answering(
                            200,
                            NEXT.matcher(exchange.body()).find()
                                    ? NEXT.matcher(exchange.body()).replaceAll(token)
                                    : exchange.body().replaceFirst("\\{", "{" + token + ","));
        };
    }
}
