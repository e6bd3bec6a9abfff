package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The mail of the tests: who wrote it, which of it must be kept, and what is kept. */
public final class Correspondence {

    public static final String BOSS = "boss@corp.example";
    public static final String FROM_BOSS = "Boss <" + BOSS + ">";
    public static final String LIST = "@list.example";
    public static final List<String> CHOSEN = List.of(BOSS, LIST);

    /** Every fifth is chosen. */
    private static final List<String> WRITERS = List.of(
            FROM_BOSS,
            "Nobody <nobody@other.example>",
            "Shop <offers@shop.example>",
            "Aunt <aunt@family.example>",
            "Bank <bank@bank.example>",
            "Digest <Weekly@List.Example>",
            "Club <club@club.example>",
            "Alarm <alarm@host.example>",
            "Friend <friend@family.example>",
            "School <school@school.example>");

    private Correspondence() {}

    /** Whether a message is from a chosen sender, by its header alone. */
    public static boolean chosen(Mail mail) {
        String from = mail.from().toLowerCase(Locale.ROOT);
        return from.contains("<" + BOSS + ">") || from.endsWith("@list.example>");
    }

    /** Delivers mail of the last year: of ten messages one is from the boss and one from the list. */
    public static void deliverPast(SimulatedAccount account, int messages) {
        Instant now = Instant.now();
        Duration step = Duration.ofDays(360).dividedBy(messages);
        for (int i = 0; i < messages; i++) {
            account.deliver(Mail.from(WRITERS.get(i % WRITERS.size()))
                    .subject("Message " + i)
                    .snippet("Text of message " + i)
                    .receivedAt(now.minus(step.multipliedBy(i + 1L)))
                    .build());
        }
    }

    public static String deliverNow(SimulatedAccount account, String from) {
        return account.deliver(
                Mail.from(from).subject("Just now").snippet("Just now").build());
    }

    /** Delivers mail of the boss. */
    public static String deliverNow(SimulatedAccount account) {
        return deliverNow(account, FROM_BOSS);
    }

    /** As {@link #connectAndImport(Browser, JdbcClient, SimulatedAccount)}, after delivering past mail. */
    public static String connectAndImport(Browser browser, JdbcClient jdbc, SimulatedAccount account, int messages) {
        deliverPast(account, messages);
        return connectAndImport(browser, jdbc, account);
    }

    /** Connects an account and chooses the senders; returns the mailbox's id once everything that must be kept is. */
    public static String connectAndImport(Browser browser, JdbcClient jdbc, SimulatedAccount account) {
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, CHOSEN);
        eventually(() -> {
            assertThat(kept(jdbc, mailbox)).isEqualTo(wanted(account));
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
        });
        return mailbox;
    }

    /** Chooses the boss as the only sender, and returns once new mail of theirs is kept. */
    public static void keepNewMail(Browser browser, JdbcClient jdbc, SimulatedAccount account, String mailbox) {
        browser.chooseSenders(mailbox, List.of(BOSS));
        String message = deliverNow(account);
        browser.checkNow(mailbox);
        eventually(() -> assertThat(kept(jdbc, mailbox)).contains(message));
    }

    /** The truth: the ids that must be kept of an account. */
    public static Set<String> wanted(SimulatedAccount account) {
        Predicate<Mail> chosen = Correspondence::chosen;
        return account.visibleIdsFrom(chosen);
    }

    /** The ids that are kept. Fails if one is kept twice. */
    public static Set<String> kept(JdbcClient jdbc, String mailboxId) {
        List<String> ids = jdbc.sql("select message_id from email_messages where mailbox_id = cast(:id as uuid)")
                .param("id", mailboxId)
                .query(String.class)
                .list();
        assertThat(ids).doesNotHaveDuplicates();
        return new TreeSet<>(ids);
    }
}
