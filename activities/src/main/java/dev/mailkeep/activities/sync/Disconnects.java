package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.disconnect.Receipts;
import dev.mailkeep.activities.disconnect.Receipts.ByHand;
import dev.mailkeep.activities.google.RevocationCause;
import dev.mailkeep.activities.mailbox.DesiredStates;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.activities.token.RefreshTokens.MoveResult;
import dev.mailkeep.workflows.contract.DesiredState.Desired;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Begins to disconnect a mailbox, and opens its receipt. Needs the mailbox's lock. */
@Component
final class Disconnects {

    /** Causes after which Google holds no grant any more, so that there is nothing to revoke. */
    private static final Set<String> ENDED_BY_GOOGLE = Stream.of(
                    RevocationCause.REVOKED,
                    RevocationCause.TESTING_SEVEN_DAYS,
                    RevocationCause.IDLE_SIX_MONTHS,
                    RevocationCause.ACCOUNT_GONE)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final DesiredStates states;
    private final RefreshTokens tokens;
    private final Receipts receipts;

    Disconnects(DesiredStates states, RefreshTokens tokens, Receipts receipts) {
        this.states = states;
        this.tokens = tokens;
        this.receipts = receipts;
    }

    /**
     * From here on nothing can be written under the old generation, and the mailbox's token is kept only to be revoked.
     * Gmail is not asked to stop pushing: it pushes for the account, which another person may have connected, too.
     * Pushes for the disconnected mailbox are ignored until the watch expires by itself, within a week.
     */
    void begin(MailboxRow row) {
        states.set(row.id(), Desired.DISCONNECT);
        states.raiseGeneration(row.id());
        openReceipt(row, tokens.moveToPendingRevocations(row.owner()));
    }

    /**
     * When Mailkeep has no token to revoke, the receipt says why at once: Google ended the grant, or the owner must
     * remove the access by hand.
     */
    private void openReceipt(MailboxRow row, MoveResult moved) {
        boolean endedByGoogle = moved == MoveResult.NO_TOKEN && ENDED_BY_GOOGLE.contains(String.valueOf(row.cause()));
        boolean byHand = moved != MoveResult.QUEUED && !endedByGoogle;
        receipts.open(row.id(), endedByGoogle, byHand ? ByHand.NOT_POSSIBLE : null);
    }
}
