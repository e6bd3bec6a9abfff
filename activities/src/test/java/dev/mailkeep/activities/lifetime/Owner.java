package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.sync.Commands;
import dev.mailkeep.activities.sync.queue.Quarantine;
import dev.mailkeep.activities.sync.senders.Plans;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What the owner of the mailbox does in the page, and the operator in the Temporal UI. */
final class Owner {

    private static final List<String> SENDERS =
            List.of("boss@corp.example", "friend@corp.example", "@list.example", "news@list.example", "@corp.example");
    private static final int MOST_TRIES = 20;

    private final MailboxFixture mailkeep;
    private final Truth truth;
    private final Random random;
    private final EventLog log;
    private @Nullable Set<String> planned;

    Owner(MailboxFixture mailkeep, Truth truth, Random random, EventLog log) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.random = random;
        this.log = log;
    }

    /**
     * Makes the first call, with which the process gets its share of the project's quota: other tests cover its
     * refusal.
     */
    void begin() {
        mailkeep.bean(Plans.class).estimate(mailkeep.mailboxId(), List.of(Sender.parse("no-one@nowhere.example")));
    }

    void act() {
        int what = random.nextInt(100);
        if (planned != null && what < 60) {
            watch(planned, random.nextInt(4) == 0);
            planned = null;
        } else if (what < 12) {
            command(Kind.PAUSE, null);
        } else if (what < 40) {
            command(Kind.RESUME, null);
        } else if (what < 65) {
            watch(someSenders(), random.nextInt(3) == 0);
        } else if (what < 73) {
            plan(someSenders());
        } else if (what < 78) {
            command(Kind.RESYNC, null);
        } else if (what < 83) {
            command(Kind.RESYNC, Instant.now().minus(Duration.ofDays(random.nextInt(400))));
        } else if (what < 93) {
            reconnect();
        } else {
            retryQuarantined();
        }
    }

    private Set<String> someSenders() {
        var all = new ArrayList<>(SENDERS);
        Collections.shuffle(all, random);
        return new TreeSet<>(all.subList(0, Math.min(random.nextInt(8), 3)));
    }

    void watch(Set<String> senders, boolean purge) {
        log.note("watches " + senders + (purge ? ", purging the mail of removed senders" : ""));
        retry(() -> mailkeep.change(purge ? Removed.PURGE : Removed.KEEP, senders.toArray(String[]::new)));
        truth.watches(senders, purge);
    }

    private void plan(Set<String> senders) {
        log.note("plans " + senders);
        planned = senders;
        try {
            mailkeep.bean(Plans.class)
                    .estimate(
                            mailkeep.mailboxId(),
                            senders.stream().map(Sender::parse).toList());
        } catch (GoogleFailure | DataAccessException | TransactionException away) {
            log.outcome("not now");
        }
    }

    private void command(Kind kind, @Nullable Instant since) {
        boolean inTheTemporalUi = random.nextInt(4) == 0;
        log.note(kind + (since == null ? "" : " since " + since) + (inTheTemporalUi ? " in the Temporal UI" : ""));
        retry(() -> {
            if (inTheTemporalUi) {
                mailkeep.writeCommandElsewhere(new Command(kind, null, since));
            } else {
                mailkeep.bean(Commands.class).write(mailkeep.userId(), mailkeep.mailboxId(), kind, since);
            }
        });
    }

    void resume() {
        command(Kind.RESUME, null);
    }

    void reconnect() {
        log.note("reconnects");
        retry(mailkeep::reconnect);
    }

    /** Returns how many messages were quarantined. */
    int retryQuarantined() {
        log.note("retries what is quarantined");
        var quarantined = new ArrayList<Quarantine.Entry>();
        retry(() -> quarantined.addAll(
                mailkeep.bean(Quarantine.class).list(mailkeep.jdbc(), mailkeep.userId(), mailkeep.mailboxId())));
        for (Quarantine.Entry entry : quarantined) {
            retry(() ->
                    mailkeep.bean(Quarantine.class).retry(mailkeep.userId(), mailkeep.mailboxId(), entry.messageId()));
        }
        return quarantined.size();
    }

    /** An owner tries again when the page says that it did not work. */
    private void retry(Runnable something) {
        for (int tries = 1; true; tries++) {
            try {
                something.run();
                return;
            } catch (DataAccessException | TransactionException | GoogleFailure | ActivityFailure away) {
                if (tries == MOST_TRIES) {
                    throw away;
                }
            }
        }
    }
}
