package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.MailboxFixture;
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
final class Person {

    private static final List<String> SENDERS =
            List.of("boss@corp.example", "friend@corp.example", "@list.example", "news@list.example", "@corp.example");
    private static final int PATIENCE = 20;

    private final MailboxFixture mailkeep;
    private final Truth truth;
    private final Random dice;
    private final Diary diary;
    private @Nullable Set<String> planned;

    Person(MailboxFixture mailkeep, Truth truth, Random dice, Diary diary) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.dice = dice;
        this.diary = diary;
    }

    /** The first call gets the process its share of the project's quota, which is in doubt in other tests only. */
    void begin() {
        mailkeep.bean(Plans.class).estimate(mailkeep.mailboxId, List.of(Sender.parse("nobody@nowhere.example")));
    }

    void act() {
        int what = dice.nextInt(100);
        if (planned != null && what < 60) {
            watch(planned, dice.nextInt(4) == 0);
            planned = null;
        } else if (what < 12) {
            command(Kind.PAUSE, null);
        } else if (what < 40) {
            command(Kind.RESUME, null);
        } else if (what < 65) {
            watch(someSenders(), dice.nextInt(3) == 0);
        } else if (what < 73) {
            plan(someSenders());
        } else if (what < 78) {
            command(Kind.RESYNC, null);
        } else if (what < 83) {
            command(Kind.RESYNC, Instant.now().minus(Duration.ofDays(dice.nextInt(400))));
        } else if (what < 93) {
            reconnect();
        } else {
            retryQuarantined();
        }
    }

    private Set<String> someSenders() {
        var all = new ArrayList<>(SENDERS);
        Collections.shuffle(all, dice);
        return new TreeSet<>(all.subList(0, Math.min(dice.nextInt(8), 3)));
    }

    void watch(Set<String> senders, boolean purge) {
        diary.note("watches " + senders + (purge ? ", without the mail of the others" : ""));
        insist(() -> mailkeep.change(purge ? Removed.PURGE : Removed.KEEP, senders.toArray(String[]::new)));
        truth.watches(senders, purge);
    }

    private void plan(Set<String> senders) {
        diary.note("plans " + senders);
        planned = senders;
        try {
            mailkeep.bean(Plans.class)
                    .estimate(
                            mailkeep.mailboxId,
                            senders.stream().map(Sender::parse).toList());
        } catch (GoogleFailure | DataAccessException | TransactionException away) {
            diary.outcome("not now");
        }
    }

    private void command(Kind kind, @Nullable Instant since) {
        boolean inTheTemporalUi = dice.nextInt(4) == 0;
        diary.note(kind + (since == null ? "" : " since " + since) + (inTheTemporalUi ? " in the Temporal UI" : ""));
        insist(() -> {
            if (inTheTemporalUi) {
                mailkeep.row.writeCommand(mailkeep.mailboxId, new Command(kind, null, since));
            } else {
                mailkeep.bean(Commands.class).write(mailkeep.userId, mailkeep.mailboxId, kind, since);
            }
        });
    }

    void resume() {
        command(Kind.RESUME, null);
    }

    void reconnect() {
        diary.note("reconnects");
        insist(mailkeep::reconnect);
    }

    /** Returns how many there were. */
    int retryQuarantined() {
        diary.note("retries what is quarantined");
        var quarantined = new ArrayList<Quarantine.Entry>();
        insist(() -> quarantined.addAll(
                mailkeep.bean(Quarantine.class).list(mailkeep.jdbc, mailkeep.userId, mailkeep.mailboxId)));
        for (Quarantine.Entry entry : quarantined) {
            insist(() -> mailkeep.bean(Quarantine.class).retry(mailkeep.userId, mailkeep.mailboxId, entry.messageId()));
        }
        return quarantined.size();
    }

    /** A person tries again when the page says that it did not work. */
    private void insist(Runnable something) {
        for (int attempt = 1; true; attempt++) {
            try {
                something.run();
                return;
            } catch (DataAccessException | TransactionException | GoogleFailure | ActivityFailure away) {
                if (attempt == PATIENCE) {
                    throw away;
                }
            }
        }
    }
}
