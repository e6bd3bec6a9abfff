package dev.mailkeep.simulator.account;

import dev.mailkeep.simulator.behaviour.Quirks;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** One account's mail. Only {@link #apply} changes it. Methods that read or change messages lock the mailbox. */
public final class Mailbox {

    private final String sub;
    private final String displayName;
    private final long seed;
    private final Map<String, StoredMail> mails = new LinkedHashMap<>();
    private final Set<String> missedOnce = new HashSet<>();
    private final HistoryLog history;
    private final SearchIndex index;
    private volatile String email;
    private volatile boolean gmailEnabled = true;
    private volatile boolean addressVerified = true;
    private int size;

    Mailbox(Event.AccountAdded added, long seed) {
        this.sub = added.sub();
        this.email = added.email();
        this.displayName = added.displayName();
        this.seed = Scramble.mix(seed, added.sub());
        this.history = new HistoryLog(added.historyId());
        this.index = new SearchIndex(mails.values(), this.seed);
    }

    public String sub() {
        return sub;
    }

    public String email() {
        return email;
    }

    String displayName() {
        return displayName;
    }

    public boolean gmailEnabled() {
        return gmailEnabled;
    }

    boolean addressVerified() {
        return addressVerified;
    }

    void verifyAddress(boolean verified) {
        addressVerified = verified;
    }

    public synchronized int size() {
        return size;
    }

    public synchronized BigInteger historyId() {
        return history.current();
    }

    /** The id that the next delivery gets: 16 hex digits, in no order. */
    synchronized String nextId() {
        long number = mails.size();
        String id;
        do {
            id = String.format("%016x", 0x1000000000000000L | (Scramble.mix(seed, number) >>> 4));
            number += 1L << 32;
        } while (mails.containsKey(id));
        return id;
    }

    /** The historyId of the next change: larger than the current one by 1 to 97, since Gmail skips numbers too. */
    synchronized BigInteger nextHistoryId() {
        BigInteger current = history.current();
        return current.add(BigInteger.valueOf(1 + Math.floorMod(Scramble.mix(seed, current.longValue()), 97)));
    }

    synchronized void apply(Event event) {
        if (event instanceof Event.Delivered e) {
            StoredMail mail = new StoredMail(e.id(), e.mail(), e.historyId(), index.nextChange());
            mails.put(e.id(), mail);
            size++;
            index.add(mail);
            record(
                    e.at(),
                    e.historyId(),
                    HistoryEntry.Type.messageAdded,
                    e.id(),
                    Set.of(),
                    e.mail().labels());
        } else if (event instanceof Event.Deleted e) {
            Set<String> labels = labels(e.id());
            stored(e.id()).change(null, e.historyId(), index.nextChange());
            size--;
            record(e.at(), e.historyId(), HistoryEntry.Type.messageDeleted, e.id(), Set.of(), labels);
        } else if (event instanceof Event.LabelsAdded e) {
            Set<String> labels = new TreeSet<>(labels(e.id()));
            labels.addAll(e.labels());
            stored(e.id()).change(Set.copyOf(labels), e.historyId(), index.nextChange());
            record(e.at(), e.historyId(), HistoryEntry.Type.labelAdded, e.id(), e.labels(), labels);
        } else if (event instanceof Event.LabelsRemoved e) {
            Set<String> labels = new TreeSet<>(labels(e.id()));
            labels.removeAll(e.labels());
            stored(e.id()).change(Set.copyOf(labels), e.historyId(), index.nextChange());
            record(e.at(), e.historyId(), HistoryEntry.Type.labelRemoved, e.id(), e.labels(), labels);
        } else if (event instanceof Event.HistoryExpired e) {
            history.expire(e.historyId());
        } else if (event instanceof Event.Renamed e) {
            email = e.email();
        } else if (event instanceof Event.GmailSwitched e) {
            gmailEnabled = e.on();
        }
    }

    private void record(
            Instant at,
            BigInteger id,
            HistoryEntry.Type type,
            String messageId,
            Set<String> changed,
            Set<String> labels) {
        history.add(new HistoryEntry(id, type, messageId, Set.copyOf(changed), Set.copyOf(labels)));
        index.changed(at);
    }

    private StoredMail stored(String id) {
        StoredMail mail = mails.get(id);
        if (mail == null || mail.labels() == null) {
            throw new NoSuchElementException("no message " + id);
        }
        return mail;
    }

    synchronized boolean exists(String id) {
        StoredMail mail = mails.get(id);
        return mail != null && mail.labels() != null;
    }

    /** Throws NoSuchElementException when there is no such message. */
    synchronized Set<String> labels(String id) {
        Set<String> labels = stored(id).labels();
        return labels == null ? Set.of() : labels;
    }

    /** The message with its current labels. Throws NoSuchElementException when there is no such message. */
    synchronized Mail mail(String id) {
        return stored(id).mail().withLabels(labels(id));
    }

    /** The ids of all existing messages that match, in the order of their delivery. */
    synchronized Set<String> ids(BiPredicate<Mail, Set<String>> matches) {
        Set<String> ids = new LinkedHashSet<>();
        for (StoredMail mail : mails.values()) {
            Set<String> labels = mail.labels();
            if (labels != null && matches.test(mail.mail().withLabels(labels), labels)) {
                ids.add(mail.id());
            }
        }
        return ids;
    }

    /** A message and its state, for messages.get. */
    public record Found(String id, Mail mail, BigInteger historyId) {}

    /** Null means 404: the message does not exist, or the quirk {@code firstGetMissing} hides it once. */
    public synchronized @Nullable Found get(String id, Quirks quirks) {
        if (!exists(id)) {
            return null;
        }
        double chance = (Scramble.mix(seed, id) >>> 11) * 0x1.0p-53;
        if (chance < quirks.firstGetMissing() && missedOnce.add(id)) {
            return null;
        }
        return new Found(id, mail(id), stored(id).historyId());
    }

    public synchronized int changeKnownAt(Instant now, Quirks quirks) {
        return index.changeKnownAt(now, quirks);
    }

    public synchronized List<String> find(Search search) {
        return index.find(search);
    }

    synchronized long searchComparisons() {
        return index.comparisons();
    }

    public synchronized boolean historyReaches(BigInteger historyId) {
        return history.reaches(historyId);
    }

    public synchronized List<HistoryEntry> history(
            BigInteger after, BigInteger upTo, Set<HistoryEntry.Type> types, int limit) {
        return history.between(after, upTo, types, limit);
    }
}
