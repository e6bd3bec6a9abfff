package dev.mailkeep.activities.quota;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Paces calls in Google's own units, so that Google rejects none: each account below the limit of a user, and all
 * mailboxes of all processes together below the limit of the project.
 */
@Component
public final class QuotaBudget {

    private static final long FORGOTTEN_AFTER = Duration.ofMinutes(10).toNanos();

    private final Map<String, AccountBudget> accounts = new ConcurrentHashMap<>();
    private final ProjectBudget project;
    private final QuotaSettings quota;
    private final Ledger ledger;
    private final Ticker ticker;
    private volatile long sweptAt;

    @Autowired
    QuotaBudget(QuotaSettings quota, ProjectShare share, Ledger ledger) {
        this(quota, share, ledger, Ticker.SYSTEM);
    }

    QuotaBudget(QuotaSettings quota, ProjectShare share, Ledger ledger, Ticker ticker) {
        this.quota = quota;
        this.ledger = ledger;
        this.ticker = ticker;
        project = new ProjectBudget(share, ticker);
        sweptAt = ticker.nanos();
    }

    /** A budget for a process that shares its quota with no other. */
    public static QuotaBudget ofOneProcess(QuotaSettings quota) {
        return new QuotaBudget(quota, ProjectShare.whole(quota), Ledger.NONE, Ticker.SYSTEM);
    }

    /** A call under way; it counts for a minute after its end. */
    public interface Call extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until a call may be made.
     *
     * @param account the account that pays: the Google account's {@code sub}
     * @throws QuotaExhausted when the call would have to wait more than ten seconds
     * @throws QuotaUnknown when it is unknown what is left of the project's quota
     * @throws InterruptedException when the thread has to stop
     */
    public Call begin(String account, int units, Urgency urgency) throws InterruptedException {
        AccountBudget budget = of(account);
        budget.begin(units, urgency);
        boolean made = false;
        try {
            project.take(units, urgency);
            made = true;
        } finally {
            if (!made) {
                budget.cancel(units);
            }
        }
        return () -> budget.end(units);
    }

    /** Lets fewer calls of an account run at once, because Google found too many. */
    public void tooManyAtOnce(String account) {
        of(account).tooManyAtOnce();
    }

    /** Slows down all processes for a while, because Google says that the whole project uses too much. */
    public void projectUsesTooMuch() {
        project.tooMuch();
    }

    /** Loads what other processes have spent of an account's quota; call it before a step that spends much. */
    public void loadSharedUsage(String account) {
        of(account).usageOfOtherProcesses(ledger.usageOfOtherProcesses(account));
    }

    /** Publishes what this process has spent of an account's quota, for other processes; call it after such a step. */
    public void publishUsage(String account) {
        ledger.write(account, of(account).spent());
    }

    private AccountBudget of(String account) {
        sweep();
        return accounts.computeIfAbsent(account, sub -> new AccountBudget(quota, ticker));
    }

    private void sweep() {
        long now = ticker.nanos();
        if (now - sweptAt > FORGOTTEN_AFTER) {
            sweptAt = now;
            accounts.values().removeIf(budget -> budget.isIdleSince(now - FORGOTTEN_AFTER));
        }
    }
}
