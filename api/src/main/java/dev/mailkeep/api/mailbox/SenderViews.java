package dev.mailkeep.api.mailbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.api.settings.PeoplesReads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the senders of a mailbox for the page, and how much mail of each is stored. */
@Component
class SenderViews {

    // Two passes over the mailbox's mail, whatever the number of senders. If both an address and its domain are
    // watched, mail of the address counts for both, as when the list is filtered by either.
    private static final String SELECT = """
            with listed as (
                select sender, true as watched from watched_senders where mailbox_id = :mailbox
                union all
                select sender, false from former_senders where mailbox_id = :mailbox),
            counted as (
                select matching_key(sender_key) as key, count(*) as messages, max(received_at) as last_received_at
                from email_messages where mailbox_id = :mailbox group by 1
                union all
                select '@' || split_part(matching_key(sender_key), '@', -1), count(*), max(received_at)
                from email_messages where mailbox_id = :mailbox group by 1)
            select l.sender, l.watched, coalesce(c.messages, 0) as messages, c.last_received_at,
                   l.watched and exists (
                       select from listings s join listing_jobs r on r.id = s.job_id
                       where s.mailbox_id = :mailbox and r.purpose = 'IMPORT' and l.sender = any(s.senders)) as finding
            from listed l left join counted c on c.key = matching_key(l.sender)
            where l.watched
               or c.messages > 0 and not exists (
                   select from watched_senders w
                   where w.mailbox_id = :mailbox and matching_key(w.sender) = matching_key(l.sender))
            order by l.sender
            """;

    private final PeoplesReads reads;

    SenderViews(PeoplesReads reads) {
        this.reads = reads;
    }

    /** The version of a list of senders. */
    record Version(long number) {
        String tag() {
            return SenderViews.tag(number);
        }
    }

    static String tag(long version) {
        return "senders-" + version;
    }

    /**
     * The senders of a mailbox.
     *
     * @param senders senders whose mail is kept from now on
     * @param former senders that were removed from the list while their mail stayed
     */
    record Senders(List<ListedSender> senders, List<ListedSender> former) {}

    /**
     * A sender.
     *
     * @param messages stored messages, including those deleted at Gmail
     * @param importProgress absent once all their earlier mail has been found
     */
    record ListedSender(
            String sender,
            long messages,
            @Nullable Instant lastReceivedAt,
            @JsonProperty("import") @Nullable SenderImport importProgress) {}

    /** Gmail is still being searched for earlier mail of a sender. */
    record SenderImport(boolean finding) {}

    /** The version of the list; empty when the user has no such mailbox. */
    Optional<Version> version(UUID userId, UUID mailboxId) {
        return reads.jdbc()
                .sql("select senders_version from mailboxes where id = :id and user_id = :user")
                .param("id", mailboxId)
                .param("user", userId)
                .query(Long.class)
                .optional()
                .map(Version::new);
    }

    /**
     * Parses a list of senders that a person sends. A sender that is already watched is accepted as it is: the rules
     * for new senders have become stricter over time, and an old sender must not make the rest of the list fail.
     *
     * @throws Sender.Invalid when another entry is not a valid sender
     */
    List<Sender> read(UUID userId, UUID mailboxId, List<String> list) {
        Set<String> watched = reads.jdbc()
                .sql("""
                        select s.sender from watched_senders s join mailboxes m on m.id = s.mailbox_id
                        where m.id = :mailbox and m.user_id = :user
                        """)
                .param("mailbox", mailboxId)
                .param("user", userId)
                .query(String.class)
                .set();
        return list.stream()
                .map(sender -> watched.contains(sender) ? new Sender(sender) : Sender.parse(sender))
                .toList();
    }

    Senders of(UUID mailboxId) {
        Map<Boolean, List<ListedSender>> byWatched = reads
                .jdbc()
                .sql(SELECT)
                .param("mailbox", mailboxId)
                .query((row, n) -> Map.entry(row.getBoolean("watched"), sender(row)))
                .list()
                .stream()
                .collect(Collectors.partitioningBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return new Senders(byWatched.getOrDefault(true, List.of()), byWatched.getOrDefault(false, List.of()));
    }

    private static ListedSender sender(ResultSet row) throws SQLException {
        return new ListedSender(
                row.getString("sender"),
                row.getLong("messages"),
                Instants.of(row, "last_received_at"),
                row.getBoolean("finding") ? new SenderImport(true) : null);
    }
}
