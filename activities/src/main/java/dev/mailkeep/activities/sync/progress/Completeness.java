package dev.mailkeep.activities.sync.progress;

import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.sync.queue.Priority;

/**
 * "Complete as of": the latest T such that no message that reached the mailbox before T is unknown, queued, unconfirmed
 * or quarantined. It is never a guess, so it is defined in one place, for the page and for the tests that prove it.
 */
public final class Completeness {

    /**
     * An SQL expression over a row {@code m} of {@code mailboxes}: that T, or null when no time can be named. Each id
     * that waits and each span that is not listed yet says from when on something may be missing; null is any time.
     * Stored messages that are only rechecked are not missing; messages that an older parser refused may be.
     */
    public static final String AS_OF = """
            case when m.last_check_at is not null and m.history_id is not null then (
                select case when bool_or(missing.since is null) then null
                            else least(m.last_check_at, min(missing.since)) end
                from (select arrived_after as since from message_queue q
                      where q.mailbox_id = m.id and q.priority <> %d
                      union all
                      select arrived_after from quarantined_messages q where q.mailbox_id = m.id
                      union all
                      select arrived_after from unconfirmed_candidates u where u.mailbox_id = m.id
                      union all
                      select case r.purpose when 'EXPIRED' then r.gap_from end
                      from listing_jobs r where r.mailbox_id = m.id and r.purpose in ('IMPORT', 'EXPIRED')
                      union all
                      select null where exists (
                          select from dismissed_messages s
                          where s.mailbox_id = m.id and s.outcome = 'REFUSED'
                            and s.senders_version = m.senders_version and s.parser_version < %d)
                      union all
                      select m.gap_from where m.gap_from is not null) missing)
            end
            """.formatted(Priority.RECHECK.ordinal(), MailParser.VERSION);

    private Completeness() {}
}
