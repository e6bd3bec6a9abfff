package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.DesiredStates;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes people's commands to the mailbox's row, whether they come from the page or from the Temporal UI. */
@Component
public final class Commands {

    private final Mailboxes mailboxes;
    private final DesiredStates states;
    private final ListingJobs jobs;
    private final Disconnects disconnects;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final TransactionOperations transactions;

    Commands(
            Mailboxes mailboxes,
            DesiredStates states,
            ListingJobs jobs,
            Disconnects disconnects,
            ChangeFeed feed,
            AuditLog audit,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.states = states;
        this.jobs = jobs;
        this.disconnects = disconnects;
        this.feed = feed;
        this.audit = audit;
        this.transactions = transactions;
    }

    /**
     * Writes a command from the page. It is in force from here on, whether or not Temporal can be reached.
     *
     * @param since for a resync: lists only mail that arrived from then on; null for all mail
     * @return the command's version, to be sent to the workflow with it; empty when the user has no such mailbox
     */
    public Optional<Long> write(UUID userId, UUID mailboxId, Kind kind, @Nullable Instant since) {
        return transactions.execute(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.userId().equals(userId))
                .map(row -> apply(row, kind, since)));
    }

    private static AuditEvent event(Kind kind) {
        return switch (kind) {
            case PAUSE -> AuditEvent.PAUSE;
            case RESUME -> AuditEvent.RESUME;
            case RESYNC -> AuditEvent.RESYNC;
            case DISCONNECT -> AuditEvent.DISCONNECT;
        };
    }

    /**
     * Applies a command to a locked row. Only its version changes anything while the mailbox is being disconnected.
     *
     * @return the command's version
     */
    long apply(MailboxRow row, Kind kind, @Nullable Instant since) {
        if (row.desired() != Desired.DISCONNECT) {
            switch (kind) {
                case PAUSE -> states.set(row.id(), Desired.PAUSE);
                case RESUME -> states.set(row.id(), Desired.RUN);
                case RESYNC -> resync(row, since);
                case DISCONNECT -> disconnects.begin(row);
            }
            audit.record(row.userId(), row.id(), event(kind), null);
        }
        feed.announce(row.userId(), row.id(), ChangeFeed.Kind.MAILBOX);
        return states.nextCommandVersion(row.id());
    }

    private void resync(MailboxRow row, @Nullable Instant since) {
        if (!row.senders().isEmpty()) {
            jobs.startResync(row, since == null ? null : withinReason(since));
        }
    }

    /**
     * Limits the time to between 1970 (earlier becomes null: all mail) and now. No mail lies outside of that, and
     * PostgreSQL and Gmail can't express times far beyond it.
     */
    private static @Nullable Instant withinReason(Instant since) {
        if (since.isBefore(Instant.EPOCH)) {
            return null;
        }
        Instant now = Instant.now();
        return since.isAfter(now) ? now : since;
    }
}
