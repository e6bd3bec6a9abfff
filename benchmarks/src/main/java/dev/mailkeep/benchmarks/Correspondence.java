package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The mail that is measured with: newsletters and notes of the chosen among mail of others. */
final class Correspondence {

    /** A domain and an address, as people choose them. */
    static final List<String> CHOSEN = List.of("@list.example", "boss@corp.example");

    private static final String BOSS = "The Boss <boss@corp.example>";
    private static final String LIST = "=?utf-8?q?The_Weekly_D=C3=AFgest?= <weekly@list.example>";
    private static final String OTHER = "A Shop <offers@shop.example>";
    private static final Duration YEARS = Duration.ofDays(5 * 365);

    private Correspondence() {}

    /**
     * Delivers mail of the last five years: so many of the chosen, and after every fourth of them one of somebody else.
     */
    static void deliverPast(SimulatedAccount account, int chosen) {
        Instant now = Instant.now();
        Duration step = YEARS.dividedBy(chosen);
        for (int i = 0; i < chosen; i++) {
            Instant at = now.minus(step.multipliedBy(i + 1L));
            account.deliver(newsletter(i % 3 == 0 ? BOSS : LIST, "Message " + i, at));
            if (i % 4 == 3) {
                account.deliver(newsletter(OTHER, "Offer " + i, at));
            }
        }
    }

    /** Delivers one message of a chosen sender; returns its id. */
    static String deliverNow(SimulatedAccount account) {
        return account.deliver(newsletter(BOSS, "Just now", Instant.now()));
    }

    /** The truth: the ids of what is to be stored. */
    static Set<String> wanted(SimulatedAccount account) {
        return account.visibleIdsFrom(mail -> !mail.from().equals(OTHER));
    }

    private static Mail newsletter(String from, String subject, Instant at) {
        return Mail.from(from)
                .subject(subject)
                .receivedAt(at)
                .to("Ada Lovelace <ada@gmail.example>")
                .header("Reply-To", "answers@list.example")
                .header("List-Id", "The Weekly <weekly.list.example>")
                .header(
                        "Authentication-Results",
                        "mx.google.com; dkim=pass header.i=@list.example header.s=s1; spf=pass"
                                + " smtp.mailfrom=bounces@list.example; dmarc=pass (p=REJECT) header.from=list.example")
                .snippet("What happened this week, and what is to come: a few words of the text, as Gmail gives them.")
                .size(48_000)
                .build();
    }
}
