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

/** Writes what people ask of a mailbox to its row; from the page and from the Temporal UI alike. */
@Component
public final class Commands {

    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    /** Causes with which nothing of the grant is left at Google. */
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
     * Writes a command of the page; it holds from here on, whether or not Temporal can be told.
     *
     * @param since for a resync: only what arrived from then on
     * @return the command's version, to be sent with it; empty when the user has no such mailbox
     */
    public Optional<Long> write(UUID userId, UUID mailboxId, Kind kind, @Nullable Instant since) {
        return transactions.execute(status -> mailboxes
                .lock(mailboxId)
                .filter(row -> row.userId().equals(userId))
                .map(row -> apply(row, kind, since)));
    }

    /**
     * Takes a command that reached the workflow; one that is older than the row's last is dropped, and so is one under a
     * version that the row never gave: somebody made it up, or it is younger than a backup that was restored.
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

    /** What the row wants of the workflow, which has it from here on. */
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

    /** No mail is older than Unix, and none comes from the future: PostgreSQL and Gmail know no times far beyond. */
    private static @Nullable Instant withinReason(Instant since) {
        if (since.isBefore(Instant.EPOCH)) {
            return null;
        }
        Instant now = Instant.now();
        return since.isAfter(now) ? now : since;
    }

    /**
     * Nothing of the old generation can be written from here on, and its token is only good for being revoked. Gmail is not
     * told to stop pushing: it pushes for the account, of which another person's mailbox may be, and what comes in vain is
     * passed over until the watch is over by itself, a week later at most.
     */
    private void disconnect(MailboxRow row) {
        states.set(row.id(), Desired.DISCONNECT);
        states.raiseGeneration(row.id());
        writeReceipt(row, tokens.moveToPendingRevocations(row.owner()));
    }

    /** Where nothing is left to be revoked, the receipt says at once how that is. */
    private void writeReceipt(MailboxRow row, MoveResult moved) {
        boolean endedByGoogle = moved == MoveResult.NO_TOKEN && ENDED_BY_GOOGLE.contains(String.valueOf(row.cause()));
        boolean byHand = moved != MoveResult.QUEUED && !endedByGoogle;
        receipts.open(row.id(), endedByGoogle, byHand ? ByHand.NOT_POSSIBLE : null);
    }
}
