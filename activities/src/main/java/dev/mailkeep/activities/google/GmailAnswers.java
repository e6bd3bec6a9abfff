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
import dev.mailkeep.activities.google.GmailApi.Change;
import dev.mailkeep.activities.google.GmailApi.Header;
import dev.mailkeep.activities.google.GmailApi.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what Google's client has parsed; throws NullPointerException where something is missing that must be there. */
final class GmailAnswers {

    private GmailAnswers() {}

    /**
     * What a page of history says. A record that names no message would be the same at the next look, so it is passed over
     * and counted.
     */
    static GmailApi.HistoryPage history(ListHistoryResponse page) {
        List<Change> all = orEmpty(page.getHistory()).stream()
                .flatMap(GmailAnswers::changes)
                .toList();
        List<Change> named =
                all.stream().filter(change -> !change.messageId().isEmpty()).toList();
        return new GmailApi.HistoryPage(
                named,
                all.size() - named.size(),
                Objects.requireNonNull(page.getHistoryId()),
                next(page.getNextPageToken()));
    }

    private static Stream<Change> changes(History record) {
        var changes = new ArrayList<Change>();
        for (HistoryMessageAdded added : orEmpty(record.getMessagesAdded())) {
            changes.add(change(Change.Kind.ADDED, added.getMessage(), null));
        }
        for (HistoryLabelAdded added : orEmpty(record.getLabelsAdded())) {
            changes.add(change(Change.Kind.LABELS_ADDED, added.getMessage(), added.getLabelIds()));
        }
        for (HistoryLabelRemoved removed : orEmpty(record.getLabelsRemoved())) {
            changes.add(change(Change.Kind.LABELS_REMOVED, removed.getMessage(), removed.getLabelIds()));
        }
        for (HistoryMessageDeleted deleted : orEmpty(record.getMessagesDeleted())) {
            changes.add(change(Change.Kind.DELETED, deleted.getMessage(), null));
        }
        return changes.stream();
    }

    private static Change change(Change.Kind kind, @Nullable Message message, @Nullable List<String> labels) {
        String id = message == null || message.getId() == null ? "" : message.getId();
        return new Change(kind, id, labels(labels));
    }

    /** The token of the next page; null on the last, of which some answers say so by an empty token. */
    static @Nullable String next(@Nullable String token) {
        return token == null || token.isEmpty() ? null : token;
    }

    static Metadata metadata(Message message) {
        MessagePart payload = message.getPayload();
        List<MessagePartHeader> headers = payload == null ? List.of() : orEmpty(payload.getHeaders());
        return new Metadata(
                Objects.requireNonNull(message.getId()),
                message.getThreadId() == null ? message.getId() : message.getThreadId(),
                labels(message.getLabelIds()),
                Instant.ofEpochMilli(message.getInternalDate()),
                message.getSizeEstimate() == null ? 0 : message.getSizeEstimate(),
                message.getSnippet() == null ? "" : message.getSnippet(),
                headers.stream()
                        .map(header -> new Header(header.getName(), header.getValue() == null ? "" : header.getValue()))
                        .toList());
    }

    private static Set<String> labels(@Nullable List<String> labels) {
        return labels == null ? Set.of() : Set.copyOf(labels);
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
