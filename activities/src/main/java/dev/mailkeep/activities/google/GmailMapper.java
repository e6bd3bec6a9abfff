package dev.mailkeep.activities.google;

import com.google.api.services.gmail.model.History;
import com.google.api.services.gmail.model.HistoryLabelAdded;
import com.google.api.services.gmail.model.HistoryLabelRemoved;
import com.google.api.services.gmail.model.HistoryMessageAdded;
import com.google.api.services.gmail.model.HistoryMessageDeleted;
import com.google.api.services.gmail.model.ListHistoryResponse;
import com.google.api.services.gmail.model.Message;
import com.google.api.services.gmail.model.MessagePart;
import com.google.api.services.gmail.model.MessagePartHeader;
import dev.mailkeep.activities.mail.MessageHeader;
import dev.mailkeep.activities.mail.MessageMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps what Google's client has parsed to our own records. Throws NullPointerException if something is missing that
 * must be there.
 */
final class GmailMapper {

    private GmailMapper() {}

    /**
     * Maps a page of history. A record that names no message would be the same at the next check, so it is skipped and
     * counted.
     */
    static HistoryPage history(ListHistoryResponse page) {
        List<HistoryChange> all = orEmpty(page.getHistory()).stream()
                .flatMap(GmailMapper::changes)
                .toList();
        List<HistoryChange> named =
                all.stream().filter(change -> !change.messageId().isEmpty()).toList();
        return new HistoryPage(
                named,
                all.size() - named.size(),
                Objects.requireNonNull(page.getHistoryId()),
                next(page.getNextPageToken()));
    }

    private static Stream<HistoryChange> changes(History record) {
        var changes = new ArrayList<HistoryChange>();
        for (HistoryMessageAdded added : orEmpty(record.getMessagesAdded())) {
            changes.add(change(HistoryChange.Kind.ADDED, added.getMessage(), null));
        }
        for (HistoryLabelAdded added : orEmpty(record.getLabelsAdded())) {
            changes.add(change(HistoryChange.Kind.LABELS_ADDED, added.getMessage(), added.getLabelIds()));
        }
        for (HistoryLabelRemoved removed : orEmpty(record.getLabelsRemoved())) {
            changes.add(change(HistoryChange.Kind.LABELS_REMOVED, removed.getMessage(), removed.getLabelIds()));
        }
        for (HistoryMessageDeleted deleted : orEmpty(record.getMessagesDeleted())) {
            changes.add(change(HistoryChange.Kind.DELETED, deleted.getMessage(), null));
        }
        return changes.stream();
    }

    private static HistoryChange change(
            HistoryChange.Kind kind, @Nullable Message message, @Nullable List<String> labels) {
        String id = message == null || message.getId() == null ? "" : message.getId();
        return new HistoryChange(kind, id, labels(labels));
    }

    /** The token of the next page; null on the last page. Some answers mark the last page by an empty token. */
    static @Nullable String next(@Nullable String token) {
        return token == null || token.isEmpty() ? null : token;
    }

    static MessageMetadata metadata(Message message) {
        MessagePart payload = message.getPayload();
        List<MessagePartHeader> headers = payload == null ? List.of() : orEmpty(payload.getHeaders());
        return new MessageMetadata(
                Objects.requireNonNull(message.getId()),
                message.getThreadId() == null ? message.getId() : message.getThreadId(),
                labels(message.getLabelIds()),
                Instant.ofEpochMilli(message.getInternalDate()),
                message.getSizeEstimate() == null ? 0 : message.getSizeEstimate(),
                message.getSnippet() == null ? "" : message.getSnippet(),
                headers.stream()
                        .map(header ->
                                new MessageHeader(header.getName(), header.getValue() == null ? "" : header.getValue()))
                        .toList());
    }

    private static Set<String> labels(@Nullable List<String> labels) {
        return labels == null ? Set.of() : Set.copyOf(labels);
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
