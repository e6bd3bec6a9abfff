package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.disconnect.Receipts.ByHand;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.DesiredStates;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.mailbox.SignsOfLife;
import dev.mailkeep.activities.sync.listing.ListingJobs;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.activities.token.RefreshTokens.MoveResult;
import dev.mailkeep.workflows.contract.Command;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.DesiredState;
import dev.mailkeep.workflows.contract.DesiredState.Condition;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Writes people's commands to the mailbox's row, whether they come from the page or from the Temporal UI. */
@Component
public final class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    /** Causes after which Google holds no grant any more, so that there is nothing to revoke. */
    private static final Set<String> ENDED_BY_GOOGLE = Stream.of(
                    RevocationCause.REVOKED,
                    RevocationCause.TESTING_SEVEN_DAYS,
                    RevocationCause.IDLE_SIX_MONTHS,
                    RevocationCause.ACCOUNT_GONE)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private static final DesiredState GONE = new DesiredState(Desired.GONE, Condition.OK, null, false, null);

    private final Mailboxes mailboxes;
    private final DesiredStates states;
    private final RefreshTokens tokens;
    private final ListingJobs jobs;
    private final Watches watches;
    private final SignsOfLife signs;
    private final ChangeFeed feed;
    private final AuditLog audit;
    private final Receipts receipts;
    private final TransactionOperations transactions;

    Commands(
            Mailboxes mailboxes,
            DesiredStates states,
            RefreshTokens tokens,
            ListingJobs jobs,
            Watches watches,
            SignsOfLife signs,
            ChangeFeed feed,
            AuditLog audit,
            Receipts receipts,
            TransactionOperations transactions) {
        this.mailboxes = mailboxes;
        this.states = states;
        this.tokens = tokens;
        this.jobs = jobs;
        this.watches = watches;
        this.signs = signs;
        this.feed = feed;
        this.audit = audit;
        this.receipts = receipts;
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

    /**
     * Handles a command that reached the workflow. A command with a version is in the row already, so only its delivery
     * is noted; a command without a version is applied now. A version that the row never gave is ignored: somebody made
     * it up, or it is younger than a backup that was restored.
     */
    DesiredState take(UUID mailboxId, Command command) {
        return transactions.execute(status -> {
            Optional<MailboxRow> row = mailboxes.lock(mailboxId);
            if (row.isEmpty()) {
                return GONE;
            }
            Long version = command.version();
            if (version != null && (version < 1 || version > row.get().commandVersion())) {
                log.warn("Mailbox {} never gave a command the version {}; it is ignored", mailboxId, version);
                return read(mailboxId);
            }
            long delivered = version == null ? apply(row.get(), command.kind(), command.since()) : version;
            states.delivered(mailboxId, delivered);
            return read(mailboxId);
        });
    }

    /** Reads the desired state for the workflow, and notes that the workflow has read it. */
    DesiredState read(UUID mailboxId) {
        return mailboxes
                .find(mailboxId)
                .map(row -> {
                    signs.read(row);
                    return row.desiredState(watches.renewAt(row));
                })
                .orElse(GONE);
    }

    private static AuditEvent event(Kind kind) {
        return switch (kind) {
            case PAUSE -> AuditEvent.PAUSE;
            case RESUME -> AuditEvent.RESUME;
            case RESYNC -> AuditEvent.RESYNC;
            case DISCONNECT -> AuditEvent.DISCONNECT;
        };
    }

    private long apply(MailboxRow row, Kind kind, @Nullable Instant since) {
        if (row.desired() != Desired.DISCONNECT) {
            switch (kind) {
                case PAUSE -> states.set(row.id(), Desired.PAUSE);
                case RESUME -> states.set(row.id(), Desired.RUN);
                case RESYNC -> resync(row, since);
                case DISCONNECT -> disconnect(row);
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

    /**
     * From here on nothing can be written under the old generation, and its token is kept only to be revoked. Gmail is
     * not asked to stop pushing: it pushes for the account, which another person may have connected, too. Pushes for
     * the disconnected mailbox are ignored until the watch expires by itself, within a week.
     */
    private void disconnect(MailboxRow row) {
        states.set(row.id(), Desired.DISCONNECT);
        states.raiseGeneration(row.id());
        writeReceipt(row, tokens.moveToPendingRevocations(row.owner()));
    }

    /**
     * When Mailkeep has no token to revoke, the receipt says why at once: Google ended the grant, or the owner must
     * remove the access by hand.
     */
    private void writeReceipt(MailboxRow row, MoveResult moved) {
        boolean endedByGoogle = moved == MoveResult.NO_TOKEN && ENDED_BY_GOOGLE.contains(String.valueOf(row.cause()));
        boolean byHand = moved != MoveResult.QUEUED && !endedByGoogle;
        receipts.open(row.id(), endedByGoogle, byHand ? ByHand.NOT_POSSIBLE : null);
    }
}
