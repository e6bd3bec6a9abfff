package dev.mailkeep.simulator;

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

/** One account's mail. It changes only by {@link #apply}; reading and changing take its monitor. */
final class Mailbox {

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

    String sub() {
        return sub;
    }

    String email() {
        return email;
    }

    String displayName() {
        return displayName;
    }

    boolean gmailEnabled() {
        return gmailEnabled;
    }

    boolean addressVerified() {
        return addressVerified;
    }

    void verifyAddress(boolean verified) {
        addressVerified = verified;
    }

    synchronized int size() {
        return size;
    }

    synchronized BigInteger historyId() {
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

    /** The historyId of the next change: larger, but not by one. */
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
                    HistoryLog.Type.messageAdded,
                    e.id(),
                    Set.of(),
                    e.mail().labels());
        } else if (event instanceof Event.Deleted e) {
            Set<String> labels = labels(e.id());
            stored(e.id()).become(null, e.historyId(), index.nextChange());
            size--;
            record(e.at(), e.historyId(), HistoryLog.Type.messageDeleted, e.id(), Set.of(), labels);
        } else if (event instanceof Event.LabelsAdded e) {
            Set<String> labels = new TreeSet<>(labels(e.id()));
            labels.addAll(e.labels());
            stored(e.id()).become(Set.copyOf(labels), e.historyId(), index.nextChange());
            record(e.at(), e.historyId(), HistoryLog.Type.labelAdded, e.id(), e.labels(), labels);
        } else if (event instanceof Event.LabelsRemoved e) {
            Set<String> labels = new TreeSet<>(labels(e.id()));
            labels.removeAll(e.labels());
            stored(e.id()).become(Set.copyOf(labels), e.historyId(), index.nextChange());
            record(e.at(), e.historyId(), HistoryLog.Type.labelRemoved, e.id(), e.labels(), labels);
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
            HistoryLog.Type type,
            String messageId,
            Set<String> changed,
            Set<String> labels) {
        history.add(new HistoryLog.Entry(id, type, messageId, Set.copyOf(changed), Set.copyOf(labels)));
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

    /** Throws NoSuchElementException without such a message. */
    synchronized Set<String> labels(String id) {
        Set<String> labels = stored(id).labels();
        return labels == null ? Set.of() : labels;
    }

    /** The message with its present labels; throws NoSuchElementException without such a message. */
    synchronized Mail mail(String id) {
        return stored(id).mail().withLabels(labels(id));
    }

    /** The ids of all messages not deleted that fit, in the order of their delivery. */
    synchronized Set<String> ids(BiPredicate<Mail, Set<String>> fits) {
        Set<String> ids = new LinkedHashSet<>();
        for (StoredMail mail : mails.values()) {
            Set<String> labels = mail.labels();
            if (labels != null && fits.test(mail.mail().withLabels(labels), labels)) {
                ids.add(mail.id());
            }
        }
        return ids;
    }

    /** A message and its state, for messages.get. */
    record Found(String id, Mail mail, BigInteger historyId) {}

    /** Null for 404, also by the quirk that a first get misses. */
    synchronized @Nullable Found get(String id, Quirks quirks) {
        if (!exists(id)) {
            return null;
        }
        double chance = (Scramble.mix(seed, id) >>> 11) * 0x1.0p-53;
        if (chance < quirks.firstGetMissing() && missedOnce.add(id)) {
            return null;
        }
        return new Found(id, mail(id), stored(id).historyId());
    }

    synchronized int changeKnownAt(Instant now, Quirks quirks) {
        return index.changeKnownAt(now, quirks);
    }

    synchronized List<String> find(SearchIndex.Search search) {
        return index.find(search);
    }

    synchronized long looks() {
        return index.looks();
    }

    synchronized boolean historyReaches(BigInteger historyId) {
        return history.reaches(historyId);
    }

    synchronized List<HistoryLog.Entry> history(
            BigInteger after, BigInteger upTo, Set<HistoryLog.Type> types, int limit) {
        return history.between(after, upTo, types, limit);
    }
}
