package dev.mailkeep.activities.sync.store;

import dev.mailkeep.activities.google.Caller;
import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.mail.MessageMetadata;
import dev.mailkeep.activities.mail.SenderMatcher;
import dev.mailkeep.activities.mail.SenderMatcher.Verdict;
import dev.mailkeep.activities.sync.attempt.GmailSession;
import dev.mailkeep.activities.sync.attempt.Stopped;
import dev.mailkeep.activities.sync.queue.MessageQueue.Queued;

/** What came of asking Gmail for a queued message. */
sealed interface FetchResult {

    /** The reason noted for a message that Gmail refuses with 403 and no known reason. */
    String REFUSED = "Gmail refuses to return this message";

    Queued queued();

    /** Gmail returned the message. */
    record Found(Queued queued, KeptMessage message) implements FetchResult {

        /**
         * Returns this result, or {@link InDoubt} when the message is to be stored or refused and its sender can't be
         * told.
         */
        FetchResult judged(SenderMatcher matcher) {
            boolean open = !queued.recheck() && !message.hidden();
            return open && matcher.judge(message) instanceof Verdict.InDoubt doubt
                    ? new InDoubt(queued, doubt.reason())
                    : this;
        }
    }

    /** Gmail has no such message, or not yet. */
    record Missing(Queued queued) implements FetchResult {}

    /**
     * Gmail returned the message, but its sender can't be told.
     *
     * @param reason shown to the owner
     */
    record InDoubt(Queued queued, String reason) implements FetchResult {}

    /**
     * The message could not be fetched or read.
     *
     * @param own whether the message itself is certainly at fault; otherwise it is at fault if others succeed
     */
    record Failed(Queued queued, String reason, boolean own) implements FetchResult {}

    /**
     * Fetches a message.
     *
     * @throws GoogleFailure when the failure concerns the mailbox, its token or the deployment rather than the message
     * @throws Stopped when this thread is to end
     */
    static FetchResult of(GmailSession session, GmailApi gmail, Queued queued) {
        return session.gmail(queued.priority().urgency(), caller -> ask(gmail, queued, caller));
    }

    private static FetchResult ask(GmailApi gmail, Queued queued, Caller caller) {
        MessageMetadata metadata;
        try {
            metadata = gmail.get(caller, queued.messageId());
        } catch (GoogleFailure.NotFound missing) {
            return new Missing(queued);
        } catch (GoogleFailure.Forbidden refused) {
            return new Failed(queued, REFUSED, false);
        } catch (GoogleFailure.Unavailable | GoogleFailure.BadRequest refused) {
            if (Thread.currentThread().isInterrupted()) {
                throw new Stopped();
            }
            return new Failed(queued, "Gmail does not return this message", false);
        }
        try {
            return new Found(queued, MailParser.parse(metadata));
        } catch (RuntimeException | StackOverflowError unreadable) {
            return new Failed(queued, "The message can't be read", true);
        }
    }
}
