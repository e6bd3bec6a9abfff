package dev.mailkeep.activities.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.sync.progress.Completeness;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what Mailkeep stores and claims with the truth. */
final class Oracle {

    private static final Set<String> HIDING = Set.of("SPAM", "TRASH");

    private final MailboxFixture mailkeep;
    private final Truth truth;
    private final Time time;

    Oracle(MailboxFixture mailkeep, Truth truth, Time time) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.time = time;
    }

    /** Asserts what must be true at every moment. */
    void assertAlways() {
        Instant claim = completeAsOf();
        if (claim != null) {
            List<Message> missedBefore = missing().stream()
                    .filter(message -> message.visibleSince != null
                            && time.here(message.visibleSince).isBefore(claim))
                    .toList();
            assertThat(missedBefore)
                    .as("missing, though complete as of " + claim)
                    .isEmpty();
        }
        assertThat(mailkeep.value("import_found - import_stored"))
                .as("what the import has left")
                .isEqualTo(Integer.toString(mailkeep.count("message_queue where importing")));
    }

    private @Nullable Instant completeAsOf() {
        Timestamp claim = mailkeep.jdbc()
                .sql("select " + Completeness.AS_OF + " as complete_as_of from mailboxes m")
                .query((row, n) -> new Timestamp[] {row.getTimestamp(1)})
                .single()[0];
        return claim == null ? null : claim.toInstant();
    }

    /**
     * Messages that are visible, from a watched sender and not stored, except those that Gmail denied for ten minutes.
     */
    private List<Message> missing() {
        Set<String> known = new HashSet<>(mailkeep.storedIds());
        known.addAll(mailkeep.jdbc()
                .sql("select message_id from dismissed_messages where outcome = 'GONE'")
                .query(String.class)
                .list());
        return truth.present.stream()
                .filter(message -> message.visibleSince != null && message.isFrom(truth.watched()))
                .filter(message -> !known.contains(message.id))
                .toList();
    }

    boolean nothingIsPending() {
        return mailkeep.count("message_queue")
                        + mailkeep.count("unconfirmed_candidates")
                        + mailkeep.count("listing_jobs")
                == 0;
    }

    /** Asserts what must be true once everything has been read, listed and fetched. */
    void assertSettled() {
        assertThat(mailkeep.count("message_queue")).as("queued").isZero();
        assertThat(mailkeep.count("unconfirmed_candidates"))
                .as("unconfirmed candidates")
                .isZero();
        assertThat(mailkeep.count("listing_jobs")).as("open listings").isZero();
        assertThat(mailkeep.count("quarantined_messages")).as("quarantined").isZero();
        assertThat(mailkeep.value("import_found")).as("found").isEqualTo(mailkeep.value("import_stored"));
        assertThat(mailkeep.count("email_messages"))
                .as("no message is stored twice")
                .isEqualTo(mailkeep.count("(select distinct message_id from email_messages) ids"));

        Set<String> stored = mailkeep.storedIds();
        assertThat(stored)
                .as("every visible message from a watched sender is stored")
                .containsAll(visibleAndMatching());
        assertThat(stored)
                .as("no message is stored that never matched, or was purged")
                .allMatch(id -> message(id).mayBeStored);
        if (truth.watched().isEmpty()) {
            // Without senders Gmail is not called, so Mailkeep learns nothing about the mail that it keeps.
            return;
        }
        for (String id : stored) {
            assertThat(mailkeep.deleted(id))
                    .as(id + " is deleted")
                    .isEqualTo(!mailkeep.account().exists(id));
            if (mailkeep.account().exists(id)) {
                // A listing shows whether a message is in spam or trash, not its other labels.
                Set<String> labels = mailkeep.labels(id);
                Set<String> real = mailkeep.account().labels(id);
                assertThat(message(id).historyLost ? hiding(labels) : labels)
                        .as("labels of " + message(id))
                        .isEqualTo(message(id).historyLost ? hiding(real) : real);
            }
        }
        assertThat(completeAsOf()).as("complete as of").isNotNull();
    }

    private Set<String> visibleAndMatching() {
        return truth.present.stream()
                .filter(message -> message.visibleSince != null && message.isFrom(truth.watched()))
                .map(message -> message.id)
                .collect(Collectors.toSet());
    }

    private Message message(String id) {
        Message message = truth.messages.get(id);
        if (message == null) {
            throw new AssertionError(id + " was never in the mailbox");
        }
        return message;
    }

    private static Set<String> hiding(Set<String> labels) {
        return labels.stream().filter(HIDING::contains).collect(Collectors.toSet());
    }
}
