package dev.mailkeep.activities.sync;

import static dev.mailkeep.activities.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.Failures;
import dev.mailkeep.activities.GmailWire.Exchange;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

    private static final Pattern NEXT = Pattern.compile("\"nextPageToken\"\\s*:\\s*\"[^\"]*\"");

    @Test
    void aPageTokenThatIsRefusedHalfWayRestartsTheWindow() {
        try (var mailkeep = MailboxFixture.kind()) {
            deliver(mailkeep, 1_100);
            mailkeep.wire.rewriteOnce(ListingTest::laterPage, page -> page.failing(400, "invalidArgument"));
            mailkeep.watch(BOSS);
            mailkeep.check();

            search(mailkeep);

            assertThat(mailkeep.count("message_queue")).isEqualTo(1_100);
            assertThat(mailkeep.value("import_found")).isEqualTo("1100");
        }
    }

    @Test
    void aPageTokenThatIsAlwaysRefusedFailsThatListingOnlyAndLeavesNoDeadTokenBehind() {
        try (var mailkeep = MailboxFixture.kind()) {
            deliver(mailkeep, 600);
            mailkeep.wire.rewrite(ListingTest::laterPage, page -> page.failing(400, "invalidArgument"));
            mailkeep.watch(BOSS);
            mailkeep.check();

            search(mailkeep);
            assertThat(mailkeep.count("search_failures where failure_type = 'GoogleUnavailable' and failures = 1"))
                    .isPositive();
            mailkeep.trySetbacksAgain();
            search(mailkeep);
            assertThat(mailkeep.count("search_failures where failures = 2")).isPositive();
            assertThat(mailkeep.count("listings where page_token is not null")).isZero();
            mailkeep.wire.rewriteNothing();
            mailkeep.trySetbacksAgain();
            search(mailkeep);

            assertThat(mailkeep.count("message_queue")).isEqualTo(600);
            assertThat(mailkeep.count("search_failures")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pagesThatGoRoundInCirclesAreNoticed(int tokens) {
        try (var mailkeep = MailboxFixture.kind()) {
            deliver(mailkeep, 10);
            mailkeep.watch(BOSS);
            mailkeep.check();
            mailkeep.wire.rewrite(Exchange::isList, endless(tokens));

            search(mailkeep);
            assertThat(mailkeep.count("search_failures")).isEqualTo(mailkeep.count("listings"));

            mailkeep.wire.rewriteNothing();
            mailkeep.trySetbacksAgain();
            search(mailkeep);
            assertThat(mailkeep.count("message_queue")).isEqualTo(10);
        }
    }

    @Test
    void aSearchOfALookThatGoesRoundInCirclesIsNoticed() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String id = mailkeep.deliver(BOSS);
            mailkeep.wire.rewrite(Exchange::isList, endless(2));

            assertThat(mailkeep.check().checkAgainAt()).isNotNull();
            assertThat(mailkeep.count("search_failures")).isEqualTo(1);

            mailkeep.wire.rewriteNothing();
            mailkeep.trySetbacksAgain();
            mailkeep.settle();
            assertThat(mailkeep.storedIds()).containsExactly(id);
        }
    }

    @Test
    void aHistoryThatGoesRoundInCirclesMovesNoCursor() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.settle();
            String cursor = mailkeep.value("history_id");
            mailkeep.deliver(BOSS);
            mailkeep.wire.rewrite(Exchange::isHistory, endless(1));

            assertThat(Failures.of(mailkeep::check).getType()).isEqualTo(FailureTypes.GOOGLE_UNAVAILABLE);

            assertThat(mailkeep.value("history_id")).isEqualTo(cursor);
        }
    }

    @Test
    void withoutACursorNothingIsListed() {
        try (var mailkeep = MailboxFixture.kind()) {
            mailkeep.watch(BOSS);
            mailkeep.google.calls().reset();

            Progress progress = mailkeep.search();

            assertThat(progress.outcome()).isEqualTo(Outcome.DONE);
            assertThat(progress.listing()).isFalse();
            assertThat(mailkeep.google.calls().units()).isZero();
        }
    }

    @Test
    void windowsOverlapSoThatNothingFallsBetweenThem() {
        try (var mailkeep = MailboxFixture.kind()) {
            Instant now = Instant.now();
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
    }

    private static void deliver(MailboxFixture mailkeep, int messages) {
        for (int i = 0; i < messages; i++) {
            mailkeep.account.deliver(Mail.from(BOSS).subject("Number " + i).build());
        }
    }

    private static void search(MailboxFixture mailkeep) {
        Progress progress = mailkeep.search();
        while (progress.listing()) {
            progress = mailkeep.search();
        }
    }

    private static boolean laterPage(Exchange exchange) {
        return exchange.isList() && exchange.query().contains("pageToken");
    }

    /** Every page is an empty one, and the next is one of so many. */
    private static UnaryOperator<Exchange> endless(int tokens) {
        int[] page = {0};
        return exchange -> {
            String token = "\"nextPageToken\": \"round" + page[0]++ % tokens + "\"";
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
