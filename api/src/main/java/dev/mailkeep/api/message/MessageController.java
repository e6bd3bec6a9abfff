package dev.mailkeep.api.message;

import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mail.SenderCondition;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The stored mail of a mailbox, newest first. */
@RestController
class MessageController {

    private static final int MAX_LIMIT = 100;
    private static final int MAX_QUERY = 200;

    private final PeoplesReads reads;
    private final MessageRows rows;

    MessageController(PeoplesReads reads, MessageRows rows) {
        this.reads = reads;
        this.rows = rows;
    }

    /** A page of messages, and the cursor of the next page. */
    record MessagePage(List<Message> items, @Nullable String nextCursor) {}

    /** A position in the list: after this message. */
    private record Place(Instant receivedAt, String messageId) {

        String encode() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((receivedAt + " " + messageId).getBytes(StandardCharsets.UTF_8));
        }

        static Place decode(String cursor) {
            try {
                String[] parts =
                        new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 2);
                return new Place(Instant.parse(parts[0]), parts[1]);
            } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException forged) {
                throw new Problem(
                        HttpStatus.BAD_REQUEST, "invalid-request", "Invalid request", "The cursor is not valid.", null);
            }
        }
    }

    @Limited(value = Limit.SEARCH, with = "q")
    @GetMapping("/api/mailboxes/{id}/messages")
    MessagePage page(
            @AuthenticationPrincipal Person person,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String sender,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Instant after,
            @RequestParam(required = false) @Nullable Instant before,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit) {
        rows.requireOwn(person, id);
        int size = Math.max(1, Math.min(limit, MAX_LIMIT));
        Place from = cursor == null ? null : Place.decode(cursor);
        List<Message> found = reads.jdbc()
                .sql("""
                        select * from email_messages
                        where mailbox_id = :mailbox
                          and (:sender::text[] is null or %s)
                          and (:q::text is null or subject ilike :q or snippet ilike :q or from_header ilike :q)
                          and (:after::timestamptz is null or received_at >= :after)
                          and (:before::timestamptz is null or received_at < :before)
                          and (:fromId::text is null or (received_at, message_id) < (:fromAt, :fromId))
                        order by received_at desc, message_id desc
                        limit :limit
                        """.formatted(SenderCondition.isOneOf("sender")))
                .param("mailbox", id)
                .param("sender", sender == null ? null : new String[] {Sender.key(sender)}, Types.ARRAY)
                .param("q", pattern(q), Types.VARCHAR)
                .param("after", Instants.timestamp(after), Types.TIMESTAMP)
                .param("before", Instants.timestamp(before), Types.TIMESTAMP)
                .param("fromAt", from == null ? null : Instants.timestamp(from.receivedAt()), Types.TIMESTAMP)
                .param("fromId", from == null ? null : from.messageId(), Types.VARCHAR)
                .param("limit", size + 1)
                .query(MessageRows::message)
                .list();
        boolean more = found.size() > size;
        List<Message> items = more ? found.subList(0, size) : found;
        Message last = items.isEmpty() ? null : items.get(items.size() - 1);
        return new MessagePage(
                items, more && last != null ? new Place(last.receivedAt(), last.messageId()).encode() : null);
    }

    /** One message, whatever its position in the list. */
    @GetMapping("/api/mailboxes/{id}/messages/{messageId}")
    Message one(@AuthenticationPrincipal Person person, @PathVariable UUID id, @PathVariable String messageId) {
        rows.requireOwn(person, id);
        return reads.jdbc()
                .sql("select * from email_messages where mailbox_id = :mailbox and message_id = :message")
                .param("mailbox", id)
                .param("message", messageId)
                .query(MessageRows::message)
                .optional()
                .orElseThrow(Problem::notFound);
    }

    /** Escapes {@code %}, {@code _} and {@code \}, so that the text matches literally. */
    private static @Nullable String pattern(@Nullable String q) {
        if (q == null || q.isBlank()) {
            return null;
        }
        String text = q.strip().substring(0, Math.min(q.strip().length(), MAX_QUERY));
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
