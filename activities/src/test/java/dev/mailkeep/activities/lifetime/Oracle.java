package dev.mailkeep.activities.lifetime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.activities.sync.progress.Completeness;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what is stored and claimed with what is true. */
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

    /** What must hold at every moment. */
    void inBetween() {
        Instant claim = completeAsOf();
        if (claim != null) {
            List<Letter> missedBefore = missing().stream()
                    .filter(letter -> letter.visibleSince != null
                            && time.here(letter.visibleSince).isBefore(claim))
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
        Timestamp claim = mailkeep.jdbc
                .sql("select " + Completeness.AS_OF + " as complete_as_of from mailboxes m")
                .query((row, n) -> new Timestamp[] {row.getTimestamp(1)})
                .single()[0];
        return claim == null ? null : claim.toInstant();
    }

    /** Visible, from a watched sender, and not stored; but for what Gmail itself denied having, ten minutes long. */
    private List<Letter> missing() {
        Set<String> known = new HashSet<>(mailkeep.storedIds());
        known.addAll(mailkeep.jdbc
                .sql("select message_id from dismissed_messages where outcome = 'GONE'")
                .query(String.class)
                .list());
        return truth.present.stream()
                .filter(letter -> letter.visibleSince != null && letter.isFrom(truth.watched()))
                .filter(letter -> !known.contains(letter.id))
                .toList();
    }

    boolean nothingWaits() {
        return mailkeep.count("message_queue")
                        + mailkeep.count("unconfirmed_candidates")
                        + mailkeep.count("listing_jobs")
                == 0;
    }

    /** What must hold once everything has been read, listed and fetched. */
    void atRest() {
        assertThat(mailkeep.count("message_queue")).as("queued").isZero();
        assertThat(mailkeep.count("unconfirmed_candidates")).as("undecided").isZero();
        assertThat(mailkeep.count("listing_jobs")).as("open listings").isZero();
        assertThat(mailkeep.count("quarantined_messages")).as("quarantined").isZero();
        assertThat(mailkeep.value("import_found")).as("found").isEqualTo(mailkeep.value("import_stored"));
        assertThat(mailkeep.count("email_messages"))
                .as("nothing twice")
                .isEqualTo(mailkeep.count("(select distinct message_id from email_messages) ids"));

        Set<String> stored = mailkeep.storedIds();
        assertThat(stored).as("all that is visible and matches").containsAll(visibleAndMatching());
        assertThat(stored)
                .as("nothing that never matched while it was watched, or was purged")
                .allMatch(id -> letter(id).mayBeStored);
        if (truth.watched().isEmpty()) {
            // Without senders Gmail is not called, so nothing can be told of the mail that is kept.
            return;
        }
        for (String id : stored) {
            assertThat(mailkeep.deleted(id)).as(id + " is deleted").isEqualTo(!mailkeep.account.exists(id));
            if (mailkeep.account.exists(id)) {
                // A listing tells where a message lies, not whether it was read.
                Set<String> labels = mailkeep.labels(id);
                Set<String> real = mailkeep.account.labels(id);
                assertThat(letter(id).stained ? hiding(labels) : labels)
                        .as("labels of " + letter(id))
                        .isEqualTo(letter(id).stained ? hiding(real) : real);
            }
        }
        assertThat(completeAsOf()).as("complete as of").isNotNull();
    }

    private Set<String> visibleAndMatching() {
        return truth.present.stream()
                .filter(letter -> letter.visibleSince != null && letter.isFrom(truth.watched()))
                .map(letter -> letter.id)
                .collect(Collectors.toSet());
    }

    private Letter letter(String id) {
        Letter letter = truth.letters.get(id);
        if (letter == null) {
            throw new AssertionError(id + " never was in the mailbox");
        }
        return letter;
    }

    private static Set<String> hiding(Set<String> labels) {
        return labels.stream().filter(HIDING::contains).collect(Collectors.toSet());
    }
}
