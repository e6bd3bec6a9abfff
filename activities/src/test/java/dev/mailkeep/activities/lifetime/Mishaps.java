package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What goes wrong at Google. */
final class Mishaps {

    private static final List<String> METHODS = List.of("list", "get", "get", "history", "profile", "token");

    private final MailboxFixture mailkeep;
    private final Truth truth;
    private final Time time;
    private final Random dice;
    private final Diary diary;
    private boolean getsFailed;

    Mishaps(MailboxFixture mailkeep, Truth truth, Time time, Random dice, Diary diary) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.time = time;
        this.dice = dice;
        this.diary = diary;
    }

    void act() {
        String method = METHODS.get(dice.nextInt(METHODS.size()));
        int what = dice.nextInt(11);
        if (what == 2 && dice.nextInt(4) > 0) {
            what = 0;
        }
        Fault fault = switch (what) {
            case 0 -> Fault.rateLimited(time.atGmail().plusSeconds(20 + dice.nextInt(200)));
            case 1 -> Fault.projectRateLimited();
            case 2 -> Fault.tooManyConcurrent();
            case 3 -> Fault.backendError(500);
            case 4 -> Fault.backendError(502);
            case 5 -> Fault.backendError(503);
            case 6 -> Fault.html502();
            case 7 -> Fault.dropConnection();
            case 8 -> Fault.truncated();
            case 9 -> Fault.notFound();
            default -> Fault.invalidArgument();
        };
        // Too many at once makes calls rarer for a minute of real time; that is for other tests.
        int times = what == 2 || what == 9 ? 1 : 1 + dice.nextInt(6);
        if (method.equals("token") && what >= 9) {
            // Not in the token endpoint's words.
            return;
        }
        getsFailed |= method.equals("get");
        if (method.equals("history") && fault.status() == 404) {
            // What Gmail says when it has forgotten; it is taken at its word.
            truth.historyLost();
        }
        diary.note(times + " of the next calls of " + method + " fail: " + fault.kind() + " " + fault.status());
        mailkeep.google.faults().inject(fault.on(method).times(times));
    }

    /** Whether messages could not be had since the last time that this was asked. */
    boolean takeGetsFailed() {
        boolean failed = getsFailed;
        getsFailed = false;
        return failed;
    }

    void end() {
        mailkeep.google.faults().clear();
    }

    /** Of a length that people, searches and Google's rests have. */
    Duration someTime() {
        int kind = dice.nextInt(10);
        return kind < 6
                ? Duration.ofSeconds(1 + dice.nextInt(90))
                : kind < 9 ? Duration.ofMinutes(1 + dice.nextInt(40)) : Duration.ofHours(1 + dice.nextInt(30));
    }
}
