package dev.mailkeep.api.notification;

import dev.mailkeep.activities.notify.Explanation;
import dev.mailkeep.activities.notify.Notifications;
import dev.mailkeep.activities.notify.Recoveries;
import dev.mailkeep.activities.rows.Instants;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The notifications of a person, over HTTP. */
@RestController
@RequestMapping("/api/notifications")
class NotificationController {

    private static final int MAX = 50;

    private final PeoplesReads reads;
    private final Notifications notifications;

    NotificationController(PeoplesReads reads, Notifications notifications) {
        this.reads = reads;
        this.notifications = notifications;
    }

    /**
     * A notification.
     *
     * @param nextAction what the person can do; absent once the incident is over
     */
    record Notification(
            UUID id,
            @Nullable UUID mailboxId,
            String kind,
            String title,
            String body,
            Instant createdAt,
            @Nullable Instant readAt,
            @Nullable NextAction nextAction) {}

    @GetMapping
    List<Notification> newest(@AuthenticationPrincipal Person person) {
        return reads.jdbc()
                .sql("""
                        select n.*, m.email, coalesce(m.condition = n.kind, false) as stands
                        from notifications n left join mailboxes m on m.id = n.mailbox_id
                        where n.user_id = :user
                        order by n.created_at desc
                        limit :limit
                        """)
                .param("user", person.id())
                .param("limit", MAX)
                .query(NotificationController::notification)
                .list();
    }

    @PostMapping("/{id}/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void read(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        if (!notifications.markRead(person.id(), id)) {
            throw Problem.notFound();
        }
    }

    private static Notification notification(ResultSet row, int number) throws SQLException {
        UUID mailboxId = row.getObject("mailbox_id", UUID.class);
        String email = row.getString("email");
        String kind = row.getString("kind");
        Explanation explanation = Explanation.of(String.valueOf(row.getString("cause")));
        boolean recovered = kind.equals(Recoveries.KIND);
        boolean reconnect = row.getBoolean("stands") && explanation.remedy().isReconnecting();
        String sentence = recovered ? caughtUp(row.getInt("messages")) : explanation.sentence();
        return new Notification(
                row.getObject("id", UUID.class),
                mailboxId,
                kind,
                recovered ? "Recovered" : explanation.title(),
                (email == null ? "" : email + ": ") + sentence,
                row.getTimestamp("created_at").toInstant(),
                Instants.of(row, "read_at"),
                reconnect && mailboxId != null ? NextAction.reconnect(mailboxId) : null);
    }

    private static String caughtUp(int messages) {
        return switch (messages) {
            case 0 -> "Mailkeep is reading this mailbox again. No mail from your senders arrived in the meantime.";
            case 1 -> "Mailkeep is reading this mailbox again. It caught up on 1 message.";
            default ->
                String.format(
                        Locale.ENGLISH,
                        "Mailkeep is reading this mailbox again. It caught up on %,d messages.",
                        messages);
        };
    }
}
