package dev.mailkeep.simulator.account;

import dev.mailkeep.simulator.oauth.AccessTokens;
import dev.mailkeep.simulator.oauth.Directory;
import dev.mailkeep.simulator.oauth.Person;
import dev.mailkeep.simulator.oauth.RefreshToken;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole state: accounts, mail and grants. Every change is an {@link Event} that goes through {@link #happen}, which
 * writes it to the journal and then applies it; a restart applies the same events again. Code that needs both locks
 * takes the lock of this object first, then that of a mailbox.
 */
final class State implements Directory, AutoCloseable {

    /** Google keeps at most this many per account and client, and silently drops the oldest. */
    private static final int REFRESH_TOKENS_KEPT = 100;

    private final Clock clock;
    private final long seed;
    private final BigInteger firstHistoryId;
    private final AccessTokens accessTokens;
    private final Map<String, Mailbox> mailboxes = new LinkedHashMap<>();
    private final Map<String, Set<String>> consents = new LinkedHashMap<>();
    private final Map<String, RefreshToken> refreshTokens = new LinkedHashMap<>();
    private final @Nullable Journal journal;
    private volatile Consumer<Mailbox> listener = mailbox -> {};

    State(long seed, BigInteger firstHistoryId, @Nullable Path journal, Clock clock, AccessTokens accessTokens) {
        this.clock = clock;
        this.seed = seed;
        this.firstHistoryId = firstHistoryId;
        this.accessTokens = accessTokens;
        this.journal = journal == null ? null : Journal.open(journal, this::apply);
    }

    private void happen(Event event) {
        if (journal != null) {
            journal.append(event);
        }
        apply(event);
        if (event instanceof Event.Delivered
                || event instanceof Event.Deleted
                || event instanceof Event.LabelsAdded
                || event instanceof Event.LabelsRemoved) {
            listener.accept(mailbox(event.sub()));
        }
    }

    /** Sets who is called with every mailbox whose mail has changed, right after the change. */
    void onChange(Consumer<Mailbox> called) {
        listener = called;
    }

    private void apply(Event event) {
        if (event instanceof Event.AccountAdded e) {
            mailboxes.put(e.sub(), new Mailbox(e, seed));
        } else if (event instanceof Event.Consented e) {
            Set<String> scopes = new TreeSet<>(consent(e.sub()));
            scopes.addAll(e.scopes());
            consents.put(e.sub(), Set.copyOf(scopes));
        } else if (event instanceof Event.RefreshTokenIssued e) {
            refreshTokens.put(e.token(), new RefreshToken(e.token(), e.sub(), e.scopes()));
            List<RefreshToken> own = refreshTokens.values().stream()
                    .filter(token -> token.sub().equals(e.sub()))
                    .toList();
            if (own.size() > REFRESH_TOKENS_KEPT) {
                refreshTokens.remove(own.get(0).token());
            }
        } else if (event instanceof Event.GrantRevoked e) {
            consents.remove(e.sub());
            refreshTokens.values().removeIf(token -> token.sub().equals(e.sub()));
            accessTokens.forget(e.sub());
        } else {
            mailbox(event.sub()).apply(event);
        }
    }

    private Mailbox mailbox(String sub) {
        Mailbox mailbox = mailboxes.get(sub);
        if (mailbox == null) {
            throw new IllegalStateException("no account " + sub);
        }
        return mailbox;
    }

    synchronized List<Mailbox> mailboxes() {
        return List.copyOf(mailboxes.values());
    }

    synchronized @Nullable Mailbox findBySub(String sub) {
        return mailboxes.get(sub);
    }

    synchronized @Nullable Mailbox findByEmail(String email) {
        return mailboxes.values().stream()
                .filter(mailbox -> mailbox.email().equalsIgnoreCase(email))
                .findFirst()
                .orElse(null);
    }

    synchronized Mailbox addAccount(String email, String displayName) {
        if (findByEmail(email) != null) {
            throw new IllegalArgumentException("there is already an account " + email);
        }
        long number = Scramble.mix(seed, email + mailboxes.size()) >>> 1;
        String sub = "1" + String.format("%020d", number);
        happen(new Event.AccountAdded(sub, email, displayName, firstHistoryId));
        return mailbox(sub);
    }

    synchronized String deliver(Mailbox mailbox, Mail mail) {
        String id = mailbox.nextId();
        happen(new Event.Delivered(mailbox.sub(), id, mailbox.nextHistoryId(), clock.instant(), mail));
        return id;
    }

    synchronized void delete(Mailbox mailbox, String id) {
        mailbox.labels(id); // throws for an unknown id before anything is written
        happen(new Event.Deleted(mailbox.sub(), id, mailbox.nextHistoryId(), clock.instant()));
    }

    synchronized void addLabels(Mailbox mailbox, String id, Set<String> labels) {
        Set<String> added = new TreeSet<>(labels);
        added.removeAll(mailbox.labels(id));
        if (!added.isEmpty()) {
            happen(new Event.LabelsAdded(mailbox.sub(), id, mailbox.nextHistoryId(), clock.instant(), added));
        }
    }

    synchronized void removeLabels(Mailbox mailbox, String id, Set<String> labels) {
        Set<String> removed = new TreeSet<>(labels);
        removed.retainAll(mailbox.labels(id));
        if (!removed.isEmpty()) {
            happen(new Event.LabelsRemoved(mailbox.sub(), id, mailbox.nextHistoryId(), clock.instant(), removed));
        }
    }

    synchronized void expireHistory(Mailbox mailbox) {
        happen(new Event.HistoryExpired(mailbox.sub(), mailbox.nextHistoryId()));
    }

    synchronized void switchGmail(Mailbox mailbox, boolean on) {
        happen(new Event.GmailSwitched(mailbox.sub(), on));
    }

    synchronized void rename(Mailbox mailbox, String email) {
        if (findByEmail(email) != null) {
            throw new IllegalArgumentException("there is already an account " + email);
        }
        happen(new Event.Renamed(mailbox.sub(), email));
    }

    @Override
    public List<Person> people() {
        return mailboxes().stream().map(State::person).toList();
    }

    @Override
    public @Nullable Person person(String sub) {
        Mailbox mailbox = findBySub(sub);
        return mailbox == null ? null : person(mailbox);
    }

    private static Person person(Mailbox mailbox) {
        return new Person(mailbox.sub(), mailbox.email(), mailbox.displayName(), mailbox.addressVerified());
    }

    @Override
    public synchronized Set<String> consent(String sub) {
        return consents.getOrDefault(sub, Set.of());
    }

    @Override
    public synchronized void addConsent(String sub, Set<String> scopes) {
        if (!consent(sub).containsAll(scopes)) {
            happen(new Event.Consented(sub, new TreeSet<>(scopes)));
        }
    }

    @Override
    public synchronized void addRefreshToken(RefreshToken token) {
        happen(new Event.RefreshTokenIssued(token.sub(), token.token(), new TreeSet<>(token.scopes())));
    }

    @Override
    public synchronized @Nullable RefreshToken refreshToken(String token) {
        return refreshTokens.get(token);
    }

    @Override
    public synchronized void revoke(String sub) {
        happen(new Event.GrantRevoked(sub));
    }

    void expireAccessTokens(String sub) {
        accessTokens.forget(sub);
    }

    synchronized int refreshTokenCount(String sub) {
        return (int) refreshTokens.values().stream()
                .filter(token -> token.sub().equals(sub))
                .count();
    }

    synchronized String newestRefreshToken(String sub) {
        return refreshTokens.values().stream()
                .filter(token -> token.sub().equals(sub))
                .reduce((older, newer) -> newer)
                .map(RefreshToken::token)
                .orElseThrow(() -> new NoSuchElementException("the account has no refresh token"));
    }

    @Override
    public synchronized void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
