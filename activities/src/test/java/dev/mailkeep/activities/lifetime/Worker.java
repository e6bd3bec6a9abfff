package dev.mailkeep.activities.lifetime;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.mailkeep.activities.fixture.Exchange;
import dev.mailkeep.activities.fixture.MailboxFixture;
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

/** The worker: makes the steps that the workflow would make. Now and then a step is killed, cut off or overtaken. */
final class Worker {

    private static final Set<String> EXPECTED = Set.of(
            FailureTypes.GRANT_REVOKED,
            FailureTypes.SUPERSEDED,
            FailureTypes.THROTTLED,
            FailureTypes.GOOGLE_UNAVAILABLE,
            FailureTypes.DATABASE_UNAVAILABLE);

    private final MailboxFixture mailkeep;
    private final Lifeline lifeline;
    private final Random random;
    private final EventLog log;
    private @Nullable Progress progress;
    private boolean searchNext;

    Worker(MailboxFixture mailkeep, Lifeline lifeline, Random random, EventLog log) {
        this.mailkeep = mailkeep;
        this.lifeline = lifeline;
        this.random = random;
        this.log = log;
        lifeline.hold(mailkeep.wire());
    }

    private enum Step {
        CHECK,
        SEARCH,
        STORE,
        REFRESH
    }

    /**
     * Makes a step.
     *
     * @param meanwhile what happens while a step takes so long that another one replaces it
     */
    void act(Runnable meanwhile) {
        Step step = random.nextInt(5) == 0 ? Step.values()[random.nextInt(4)] : due();
        int how = random.nextInt(100);
        if (how < 12) {
            int moments = random.nextInt(random.nextBoolean() ? 12 : 60);
            log.note(step + ", killed after " + moments);
            lifeline.dieAfter(moments);
            run(step, false);
        } else if (how < 18) {
            int moments = random.nextInt(40);
            log.note(step + ", PostgreSQL away after " + moments);
            lifeline.loseDatabaseAfter(moments);
            run(step, false);
        } else if (how < 30) {
            overlap(step, meanwhile);
        } else {
            log.note(step.toString());
            run(step, false);
        }
    }

    /** A step that was given up, but continues after other steps have been made in its place. */
    private void overlap(Step step, Runnable meanwhile) {
        var answers = new AtomicInteger(random.nextInt(3));
        var failure = new AtomicReference<Throwable>();
        var held = new AtomicBoolean();
        var released = new CountDownLatch(1);
        Predicate<Exchange> moment = exchange -> {
            boolean now = answers.getAndDecrement() == 0;
            held.compareAndSet(false, now);
            return now;
        };
        log.note(step + ", held at answer " + answers);
        mailkeep.wire().before(moment, () -> {
            try {
                meanwhile.run();
                Step another = random.nextInt(3) == 0 ? step : due();
                log.note("meanwhile " + another);
                run(another, true);
                log.note("the held step continues");
            } catch (RuntimeException | AssertionError wrong) {
                failure.set(wrong);
            } finally {
                released.countDown();
            }
        });
        run(step, false);
        mailkeep.wire().rewriteNothing();
        if (held.get()) {
            // Another request in flight may fail and end the step while this one is still held.
            Uninterruptibles.awaitUninterruptibly(released);
        }
        lifeline.hold(mailkeep.wire());
        if (failure.get() != null) {
            throw new AssertionError("While a step was held", failure.get());
        }
    }

    /** The step that the workflow would make next, without its waits. */
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

    /** A due check goes first: a store ends at once while a check is due. */
    private boolean checkIsDue() {
        return mailkeep.count("mailboxes where next_check_at <= now()") > 0;
    }

    private boolean somethingIsReady() {
        return mailkeep.count("message_queue where not_before <= now()") > 0;
    }

    /** Makes steps, as the workflow would, until nothing is left to do. Returns whether it came that far. */
    boolean settle() {
        progress = null;
        for (int steps = 0; steps < 60; steps++) {
            Step step = due();
            boolean nothingElse = step == Step.CHECK && progress != null && progress.outcome() == Outcome.DONE;
            if (nothingElse && !checkIsDue()) {
                return true;
            }
            log.note("settling: " + step);
            run(step, false);
        }
        return false;
    }

    private void run(Step step, boolean elsewhere) {
        if (mailkeep.count("mailboxes where desired_state = 'RUN' and condition <> 'NEEDS_RECONNECT'") == 0) {
            log.outcome("not in this state");
            lifeline.restore();
            return;
        }
        try {
            progress = perform(step, elsewhere).get();
            log.outcome(
                    progress == null
                            ? "done"
                            : progress.outcome() + " +" + progress.found() + " =" + progress.stored());
        } catch (ActivityFailure failure) {
            progress = null;
            note(failure);
        } finally {
            if (!elsewhere && lifeline.restore()) {
                // A new process has nothing in memory.
                mailkeep.bean(AccessTokens.class).forget(mailkeep.mailboxId());
                log.outcome("killed");
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
                    mailkeep.tokens().refreshToken(mailkeep.mailboxId());
                    return progress;
                };
        };
    }

    private void note(ActivityFailure failure) {
        String type =
                failure.getCause() instanceof ApplicationFailure known ? known.getType() : "not an application failure";
        log.outcome("failed as " + type);
        if (!lifeline.dead() && !EXPECTED.contains(type)) {
            throw new AssertionError("A step failed as " + type, failure);
        }
        if (!lifeline.dead() && random.nextInt(3) == 0) {
            mailkeep.jdbc()
                    .sql("update mailboxes set failure_type = :type, next_attempt_at = now()")
                    .param("type", type)
                    .update();
        }
    }
}
