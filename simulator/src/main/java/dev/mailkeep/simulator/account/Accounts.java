package dev.mailkeep.simulator.account;

import dev.mailkeep.simulator.oauth.AccessTokens;
import dev.mailkeep.simulator.oauth.Directory;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The accounts that exist at the simulated Google. */
public final class Accounts implements AutoCloseable {

    private final State state;

    /**
     * Starts with what the journal holds.
     *
     * @param seed for everything that looks random
     * @param firstHistoryId the historyId of a new account; an unsigned 64-bit number
     * @param journal the file that keeps the state; null: in memory only
     */
    public Accounts(
            long seed, BigInteger firstHistoryId, @Nullable Path journal, Clock clock, AccessTokens accessTokens) {
        state = new State(seed, firstHistoryId, journal, clock, accessTokens);
    }

    /** @throws IllegalArgumentException when the address is taken */
    public SimulatedAccount add(String email, String displayName) {
        return account(state.addAccount(email, displayName));
    }

    /** In the order in which they were added. */
    public List<SimulatedAccount> all() {
        return state.mailboxes().stream().map(this::account).toList();
    }

    /** The account with that address (any case); null when there is no such account. */
    public @Nullable SimulatedAccount find(String email) {
        Mailbox mailbox = state.findByEmail(email);
        return mailbox == null ? null : account(mailbox);
    }

    private SimulatedAccount account(Mailbox mailbox) {
        return new SimulatedAccount(state, mailbox);
    }

    /** The mail of the account with that sub; null when there is no such account. */
    public @Nullable Mailbox findMailbox(String sub) {
        return state.findBySub(sub);
    }

    /** Sets who is called with every mailbox whose mail has changed, right after the change. */
    public void onChange(Consumer<Mailbox> listener) {
        state.onChange(listener);
    }

    /** The same accounts as OAuth sees them, with their consents and refresh tokens. */
    public Directory directory() {
        return state;
    }

    /** How many messages searches have compared with a query so far. */
    public long searchComparisons() {
        return state.mailboxes().stream().mapToLong(Mailbox::searchComparisons).sum();
    }

    @Override
    public void close() {
        state.close();
    }
}
