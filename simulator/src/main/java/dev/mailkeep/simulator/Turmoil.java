package dev.mailkeep.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens in a busy mailbox, at random but the same for the same seed: mail arrives, also with dates of years ago;
 * it goes to spam and trash and comes back; it is read; it is deleted for good.
 */
public final class Turmoil {

    private static final Duration OLDEST = Duration.ofDays(6 * 365);

    private final SimulatedAccount account;
    private final SimulatorClock clock;
    private final List<String> senders;
    private final Random random;
    private final List<String> ids = new ArrayList<>();

    /**
     * @param senders From headers to choose from, each as likely as the others
     */
    public Turmoil(SimulatedGoogle google, SimulatedAccount account, List<String> senders, long seed) {
        this.account = account;
        this.clock = google.clock();
        this.senders = List.copyOf(senders);
        this.random = new Random(seed);
    }

    /** Lets so many things happen, one after the other. */
    public void happen(int times) {
        for (int i = 0; i < times; i++) {
            step();
        }
    }

    private void step() {
        int what = random.nextInt(10);
        if (ids.isEmpty() || what < 4) {
            ids.add(account.deliver(mail()));
            return;
        }
        String id = ids.get(random.nextInt(ids.size()));
        if (!account.exists(id)) {
            ids.remove(id);
            return;
        }
        switch (what) {
            case 4 -> toggle(id, "UNREAD");
            case 5, 6 -> toggle(id, "SPAM");
            case 7, 8 -> toggle(id, "TRASH");
            default -> account.delete(id);
        }
    }

    private void toggle(String id, String label) {
        if (account.labels(id).contains(label)) {
            account.removeLabels(id, label);
        } else {
            account.addLabels(id, label);
        }
    }

    private Mail mail() {
        boolean old = random.nextInt(3) == 0;
        Duration age = old ? Duration.ofSeconds((long) (random.nextDouble() * OLDEST.toSeconds())) : Duration.ZERO;
        Mail.Builder mail = Mail.from(senders.get(random.nextInt(senders.size())))
                .subject("Turmoil " + ids.size())
                .receivedAt(clock.instant().minus(age));
        return switch (random.nextInt(8)) {
            case 0 -> mail.labels("SPAM", "UNREAD").build();
            case 1 -> mail.labels("DRAFT").build();
            default -> mail.build();
        };
    }
}
