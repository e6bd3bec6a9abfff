package dev.mailkeep.simulator.demo;

import dev.mailkeep.simulator.account.Accounts;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three made-up people and their mail, for trying Mailkeep without an account. */
public final class DemoContent {

    private static final Logger log = LoggerFactory.getLogger(DemoContent.class);
    private static final Duration PAST = Duration.ofDays(4 * 365);
    private static final long SEED = 20260501;

    private record Owner(String email, String displayName) {}

    private static final List<Owner> OWNERS = List.of(
            new Owner("ada@gmail.example", "Ada Byron"),
            new Owner("grace@gmail.example", "Grace Hopper"),
            new Owner("edsger@corp.example", "Edsger Dijkstra"));

    private DemoContent() {}

    /**
     * Adds three accounts with 1,100 to 1,500 messages each from the last four years, among them about 180 from
     * boss@corp.example and 120 from @list.example. Existing accounts stay as they are. When there are three or more,
     * nothing is added, so that a restart with a journal changes nothing.
     */
    public static void seed(Accounts accounts, Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<String> present =
                accounts.all().stream().map(SimulatedAccount::email).toList();
        if (present.size() >= OWNERS.size()) {
            return;
        }
        for (int i = 0; i < OWNERS.size(); i++) {
            Owner owner = OWNERS.get(i);
            if (present.contains(owner.email())) {
                continue;
            }
            SimulatedAccount account = accounts.add(owner.email(), owner.displayName());
            pastMail(owner.email(), new Random(SEED + i), now).forEach(account::deliver);
        }
    }

    private static List<Mail> pastMail(String to, Random random, Instant now) {
        List<Mail> mails = new ArrayList<>();
        for (DemoSender sender : DemoSender.ALL) {
            int spread = Math.max(1, sender.seeded() / 20);
            int count = sender.seeded() + random.nextInt(2 * spread + 1) - spread;
            for (int n = 1; n <= count; n++) {
                // Leaves out the last 20 minutes, so that the newest mail is what arrives while the demo runs.
                long ago = 1_200 + (long) (random.nextDouble() * PAST.toSeconds());
                boolean unread = ago < Duration.ofDays(14).toSeconds() && random.nextBoolean();
                mails.add(mail(sender, to, n, now.minusSeconds(ago), unread, random));
            }
        }
        mails.sort(Comparator.comparing(Mail::receivedAt));
        return mails;
    }

    private static Mail mail(DemoSender sender, String to, int number, Instant at, boolean unread, Random random) {
        List<String> labels = new ArrayList<>(sender.labels());
        if (!labels.contains("SPAM")) {
            labels.add("INBOX");
        }
        if (unread) {
            labels.add("UNREAD");
        }
        Mail.Builder mail = Mail.from(sender.from())
                .to(to)
                .subject(one(sender.subjects(), random)
                        .replace("%d", Integer.toString(number))
                        .replace("%%", "%"))
                .snippet(one(sender.snippets(), random))
                .receivedAt(at)
                .labels(labels.toArray(String[]::new))
                .size(2_000 + random.nextInt(60_000));
        if (!sender.listId().isEmpty()) {
            mail.header("List-Id", sender.listId());
        }
        String pass = labels.contains("SPAM") ? "fail" : "pass";
        return mail.header("Authentication-Results", "mx.google.com; dkim=" + pass + "; spf=pass; dmarc=" + pass)
                .build();
    }

    private static String one(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    /**
     * Keeps delivering messages to each account; about half of them come from the boss, the list and the bank.
     *
     * @param every real time between two messages of an account
     * @return stops the deliveries when it is closed
     */
    public static AutoCloseable keepDelivering(Accounts accounts, Clock clock, Duration every) {
        ScheduledExecutorService deliveries = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "simulated-google-mail");
            thread.setDaemon(true);
            return thread;
        });
        Random random = new Random();
        deliveries.scheduleWithFixedDelay(
                () -> deliverToAll(accounts, clock, random), every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return deliveries::shutdownNow;
    }

    private static void deliverToAll(Accounts accounts, Clock clock, Random random) {
        try {
            for (SimulatedAccount account : accounts.all()) {
                Instant now = clock.instant();
                account.deliver(mail(anySender(random), account.email(), 1 + random.nextInt(999), now, true, random));
            }
        } catch (RuntimeException e) {
            log.warn("The demo could not deliver mail: {}", e.toString()); // an exception would end the schedule
        }
    }

    private static DemoSender anySender(Random random) {
        int left = random.nextInt(
                DemoSender.ALL.stream().mapToInt(DemoSender::weight).sum());
        for (DemoSender sender : DemoSender.ALL) {
            left -= sender.weight();
            if (left < 0) {
                return sender;
            }
        }
        throw new AssertionError("weights do not add up");
    }
}
