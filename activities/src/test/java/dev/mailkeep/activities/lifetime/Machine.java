package dev.mailkeep.activities.lifetime;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.mailkeep.activities.GmailWire.Exchange;
import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.workflows.contract.FailureTypes;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.Progress.Outcome;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The worker: makes the steps that the workflow would make, one of them now and then as a step that ends badly. */
final class Machine {

    private static final Set<String> TO_BE_EXPECTED = Set.of(
            FailureTypes.GRANT_REVOKED,
            FailureTypes.SUPERSEDED,
            FailureTypes.THROTTLED,
            FailureTypes.GOOGLE_UNAVAILABLE,
            FailureTypes.DATABASE_UNAVAILABLE);

    private final MailboxFixture mailkeep;
    private final Lifeline lifeline;
    private final Random dice;
    private final Diary diary;
    private @Nullable Progress progress;
    private boolean searchNext;

    Machine(MailboxFixture mailkeep, Lifeline lifeline, Random dice, Diary diary) {
        this.mailkeep = mailkeep;
        this.lifeline = lifeline;
        this.dice = dice;
        this.diary = diary;
        lifeline.hold(mailkeep.wire);
    }

    /** The kinds of steps. */
    private enum Step {
        CHECK,
        SEARCH,
        STORE,
        REFRESH
    }

    /**
     * Makes a step.
     *
     * @param meanwhile what may happen while a step takes so long that another is made in its place
     */
    void act(Runnable meanwhile) {
        Step step = dice.nextInt(5) == 0 ? Step.values()[dice.nextInt(4)] : due();
        int how = dice.nextInt(100);
        if (how < 12) {
            int moments = dice.nextInt(dice.nextBoolean() ? 12 : 60);
            diary.note(step + ", killed after " + moments);
            lifeline.dieAfter(moments);
            make(step, false);
        } else if (how < 18) {
            int moments = dice.nextInt(40);
            diary.note(step + ", PostgreSQL away after " + moments);
            lifeline.loseDatabaseAfter(moments);
            make(step, false);
        } else if (how < 30) {
            overlap(step, meanwhile);
        } else {
            diary.note(step.toString());
            make(step, false);
        }
    }

    /** A step that everybody has given up, but that goes on when others have been made in its place. */
    private void overlap(Step step, Runnable meanwhile) {
        var answers = new AtomicInteger(dice.nextInt(3));
        var failure = new AtomicReference<Throwable>();
        var held = new AtomicBoolean();
        var goesOn = new CountDownLatch(1);
        Predicate<Exchange> moment = exchange -> {
            boolean now = answers.getAndDecrement() == 0;
            held.compareAndSet(false, now);
            return now;
        };
        diary.note(step + ", held at answer " + answers);
        mailkeep.wire.before(moment, () -> {
            try {
                meanwhile.run();
                Step another = dice.nextInt(3) == 0 ? step : due();
                diary.note("meanwhile " + another);
                make(another, true);
                diary.note("the held step goes on");
            } catch (RuntimeException | AssertionError wrong) {
                failure.set(wrong);
            } finally {
                goesOn.countDown();
            }
        });
        make(step, false);
        mailkeep.wire.rewriteNothing();
        if (held.get()) {
            // Of the requests in flight another may fail and end the step, while this one is still held.
            Uninterruptibles.awaitUninterruptibly(goesOn);
        }
        lifeline.hold(mailkeep.wire);
        if (failure.get() != null) {
            throw new AssertionError("While a step was held", failure.get());
        }
    }

    /** What the workflow would do next if it were not resting. */
    private Step due() {
        Progress known = progress;
        if (known == null || checkIsDue()) {
            return Step.CHECK;
        }
        if (known.listing() && (searchNext || !known.ready())) {
            searchNext = false;
            return Step.SEARCH;
        }
        if (known.ready() || (known.readyAt() != null && somethingIsReady())) {
            searchNext = true;
            return Step.STORE;
        }
        return Step.CHECK;
    }

    /** A check goes first: a store ends at once while one is due. */
    private boolean checkIsDue() {
        return mailkeep.count("mailboxes where next_check_at <= now()") > 0;
    }

    private boolean somethingIsReady() {
        return mailkeep.count("message_queue where not_before <= now()") > 0;
    }

    /** Does what there is to do, as the workflow would, until nothing is; returns whether it came that far. */
    boolean settle() {
        progress = null;
        for (int steps = 0; steps < 60; steps++) {
            Step step = due();
            boolean nothingElse = step == Step.CHECK && progress != null && progress.outcome() == Outcome.DONE;
            if (nothingElse && !checkIsDue()) {
                return true;
            }
            diary.note("at rest: " + step);
            make(step, false);
        }
        return false;
    }

    private void make(Step step, boolean elsewhere) {
        if (mailkeep.count("mailboxes where desired_state = 'RUN' and condition <> 'NEEDS_RECONNECT'") == 0) {
            diary.outcome("not under these orders");
            lifeline.restore();
            return;
        }
        try {
            progress = perform(step, elsewhere).get();
            diary.outcome(
                    progress == null
                            ? "done"
                            : progress.outcome() + " +" + progress.found() + " =" + progress.stored());
        } catch (ActivityFailure failure) {
            progress = null;
            note(failure);
        } finally {
            if (!elsewhere && lifeline.restore()) {
                // What it held in memory is gone with it.
                mailkeep.bean(AccessTokens.class).forget(mailkeep.mailboxId);
                diary.outcome("killed");
            }
        }
    }

    private Supplier<@Nullable Progress> perform(Step step, boolean elsewhere) {
        return switch (step) {
            case CHECK -> elsewhere ? mailkeep::checkElsewhere : mailkeep::check;
            case SEARCH -> elsewhere ? mailkeep::searchElsewhere : mailkeep::search;
            case STORE -> elsewhere ? mailkeep::storeElsewhere : mailkeep::store;
            case REFRESH ->
                () -> {
                    mailkeep.tokens.refreshToken(mailkeep.mailboxId);
                    return progress;
                };
        };
    }

    private void note(ActivityFailure failure) {
        String type = failure.getCause() instanceof ApplicationFailure known ? known.getType() : "none of ours";
        diary.outcome("failed as " + type);
        if (!lifeline.dead() && !TO_BE_EXPECTED.contains(type)) {
            throw new AssertionError("A step failed as " + type, failure);
        }
        if (!lifeline.dead() && dice.nextInt(3) == 0) {
            mailkeep.jdbc
                    .sql("update mailboxes set failure_type = :type, next_attempt_at = now()")
                    .param("type", type)
                    .update();
        }
    }
}
