package dev.mailkeep.api.mailbox;

import dev.mailkeep.activities.sync.queue.Quarantine;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The sync log of a mailbox, and the messages that could not be stored. */
@RestController
@RequestMapping("/api/mailboxes/{id}")
class ActivityController {

    private static final int MAX_RUNS = 100;

    private final Quarantine quarantine;
    private final MailboxWorkflows workflows;
    private final PeoplesReads reads;

    ActivityController(Quarantine quarantine, MailboxWorkflows workflows, PeoplesReads reads) {
        this.quarantine = quarantine;
        this.workflows = workflows;
        this.reads = reads;
    }

    /**
     * An entry of the sync log.
     *
     * @param checks checks in this entry; checks in a row that found nothing share one entry
     * @param changed stored messages whose labels changed
     * @param deleted stored messages that were deleted at Gmail
     */
    record Run(
            UUID id,
            Kind kind,
            Instant startedAt,
            Instant endedAt,
            int checks,
            int found,
            int stored,
            int changed,
            int deleted,
            Outcome outcome) {

        enum Kind {
            CHECK,
            IMPORT,
            RESYNC,
            EXPIRED,
            AUDIT
        }

        enum Outcome {
            RUNNING,
            DONE
        }
    }

    /** A message that could not be stored. */
    record QuarantinedMessage(String messageId, String reason, int attempts, Instant quarantinedAt) {}

    @Limited(Limit.ACTIVITY)
    @GetMapping("/runs")
    List<Run> runs(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        requireOwn(person, id);
        return reads.jdbc()
                .sql("select * from sync_runs where mailbox_id = :id order by started_at desc, id desc limit :limit")
                .param("id", id)
                .param("limit", MAX_RUNS)
                .query((row, n) -> new Run(
                        row.getObject("id", UUID.class),
                        Run.Kind.valueOf(row.getString("kind")),
                        row.getTimestamp("started_at").toInstant(),
                        row.getTimestamp("ended_at").toInstant(),
                        row.getInt("checks"),
                        row.getInt("found"),
                        row.getInt("stored"),
                        row.getInt("changed"),
                        row.getInt("deleted"),
                        Run.Outcome.valueOf(row.getString("outcome"))))
                .list();
    }

    @GetMapping("/quarantine")
    List<QuarantinedMessage> quarantine(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        requireOwn(person, id);
        return quarantine.list(reads.jdbc(), person.id(), id).stream()
                .map(entry -> new QuarantinedMessage(
                        entry.messageId(), entry.reason(), entry.attempts(), entry.quarantinedAt()))
                .toList();
    }

    @PostMapping("/quarantine/{messageId}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void retry(@AuthenticationPrincipal Person person, @PathVariable UUID id, @PathVariable String messageId) {
        if (!quarantine.retry(person.id(), id, messageId)) {
            throw Problem.notFound();
        }
        workflows.checkNow(new Target(id, person.id()));
    }

    private void requireOwn(Person person, UUID id) {
        boolean own = reads.jdbc()
                .sql("select exists (select from mailboxes where id = :id and user_id = :user)")
                .param("id", id)
                .param("user", person.id())
                .query(Boolean.class)
                .single();
        if (!own) {
            throw Problem.notFound();
        }
    }
}
