package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Faults of Google. */
final class Faults {

    private static final List<String> METHODS = List.of("list", "get", "get", "history", "profile", "token");

    private final MailboxFixture mailkeep;
    private final Truth truth;
    private final Time time;
    private final Random random;
    private final EventLog log;
    private boolean getsFailed;

    Faults(MailboxFixture mailkeep, Truth truth, Time time, Random random, EventLog log) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.time = time;
        this.random = random;
        this.log = log;
    }

    void act() {
        String method = METHODS.get(random.nextInt(METHODS.size()));
        int what = random.nextInt(11);
        if (what == 2 && random.nextInt(4) > 0) {
            what = 0;
        }
        Fault fault = switch (what) {
            case 0 -> Fault.rateLimited(time.atGmail().plusSeconds(20 + random.nextInt(200)));
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
        // After too many calls at once Mailkeep makes fewer for a minute of real time; other tests cover that.
        int times = what == 2 || what == 9 ? 1 : 1 + random.nextInt(6);
        if (method.equals("token") && what >= 9) {
            // The token endpoint has no such errors.
            return;
        }
        getsFailed |= method.equals("get");
        if (method.equals("history") && fault.status() == 404) {
            // Gmail's answer for an expired cursor, which Mailkeep believes.
            truth.historyLost();
        }
        log.note(times + " next calls of " + method + " fail: " + fault.kind() + " " + fault.status());
        mailkeep.google().faults().inject(fault.on(method).times(times));
    }

    /** Whether calls for messages have failed since this was last called. */
    boolean resetGetsFailed() {
        boolean failed = getsFailed;
        getsFailed = false;
        return failed;
    }

    void end() {
        mailkeep.google().faults().clear();
    }

    /** A duration as owners, searches and Google's throttling take. */
    Duration someTime() {
        int kind = random.nextInt(10);
        return kind < 6
                ? Duration.ofSeconds(1 + random.nextInt(90))
                : kind < 9 ? Duration.ofMinutes(1 + random.nextInt(40)) : Duration.ofHours(1 + random.nextInt(30));
    }
}
