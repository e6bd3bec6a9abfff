package dev.mailkeep.activities.google;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListMessagesResponse;
import com.google.api.services.gmail.model.Profile;
import com.google.api.services.gmail.model.WatchRequest;
import com.google.api.services.gmail.model.WatchResponse;
import dev.mailkeep.activities.mail.MessageMetadata;
import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaSettings;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The Gmail methods that Mailkeep uses, called by Google's own client. Each call is paid for from the quota budget
 * before it is made. A call is always for the account of the access token ({@code me}). Every method throws
 * {@link GoogleFailure}.
 */
@Component
public final class GmailApi {

    /** The headers that Mailkeep asks for; it never asks for a body. */
    private static final List<String> HEADERS = List.of(
            "From",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "List-Id",
            "Authentication-Results");

    private static final List<String> HISTORY_TYPES =
            List.of("messageAdded", "messageDeleted", "labelAdded", "labelRemoved");
    private static final long PAGE_SIZE = 500;

    private final PacedCalls calls;
    private final QuotaSettings quota;

    GmailApi(GoogleSettings settings, GoogleHttp http, QuotaBudget budget, QuotaSettings quota) {
        Gmail gmail = new Gmail.Builder(http.transport(), GsonFactory.getDefaultInstance(), http)
                .setRootUrl(settings.gmailBaseUrl().toString())
                .setApplicationName("Mailkeep")
                .setSuppressRequiredParameterChecks(true)
                .build();
        calls = new PacedCalls(gmail, budget);
        this.quota = quota;
    }

    /**
     * The account behind a token.
     *
     * @param emailAddress the address as Gmail has it
     * @param historyId the mailbox's present history id
     */
    public record Account(String emailAddress, BigInteger historyId) {}

    /**
     * A page of ids. Until the last page has been read, the ids are not complete, may come in any order and may repeat.
     *
     * @param ids message ids
     * @param nextPageToken null on the last page
     */
    public record IdPage(List<String> ids, @Nullable String nextPageToken) implements Pages.Page {}

    /** {@code getProfile}. */
    public Account profile(Caller caller) {
        return calls.call(
                caller,
                quota.profileUnits(),
                api -> api.getProfile("me"),
                (Profile profile) -> new Account(
                        Objects.requireNonNull(profile.getEmailAddress()),
                        Objects.requireNonNull(profile.getHistoryId())));
    }

    /**
     * {@code messages.list}, 500 ids a page.
     *
     * @param query a search in Gmail's syntax
     * @param hidden whether spam and trash are searched too
     * @throws GoogleFailure.BadRequest when the page token is no longer valid
     */
    public IdPage list(Caller caller, String query, boolean hidden, @Nullable String pageToken) {
        return calls.call(
                caller,
                quota.listUnits(),
                api -> api.messages()
                        .list("me")
                        .setQ(query)
                        .setIncludeSpamTrash(hidden)
                        .setMaxResults(PAGE_SIZE)
                        .setPageToken(pageToken),
                (ListMessagesResponse page) -> new IdPage(
                        GmailMapper.orEmpty(page.getMessages()).stream()
                                .map(message -> Objects.requireNonNull(message.getId()))
                                .toList(),
                        GmailMapper.next(page.getNextPageToken())));
    }

    /**
     * {@code messages.get}, headers only.
     *
     * @throws GoogleFailure.NotFound when there is no such message, or not yet
     */
    public MessageMetadata get(Caller caller, String messageId) {
        return calls.call(
                caller,
                quota.getUnits(),
                api -> api.messages().get("me", messageId).setFormat("metadata").setMetadataHeaders(HEADERS),
                GmailMapper::metadata);
    }

    /**
     * {@code messages.get} with the From header only, and nothing else that a person wrote; costs as much as all
     * headers.
     *
     * @throws GoogleFailure.NotFound when there is no such message, or not yet
     */
    public MessageMetadata sender(Caller caller, String messageId) {
        return calls.call(
                caller,
                quota.getUnits(),
                api -> api.messages()
                        .get("me", messageId)
                        .setFormat("metadata")
                        .setMetadataHeaders(List.of("From"))
                        .setFields("id,threadId,labelIds,internalDate,payload/headers"),
                GmailMapper::metadata);
    }

    /**
     * {@code history.list}, 500 records a page.
     *
     * @throws GoogleFailure.NotFound when the history id is too old
     */
    public HistoryPage history(Caller caller, BigInteger start, @Nullable String pageToken) {
        return calls.call(
                caller,
                quota.historyUnits(),
                api -> api.history()
                        .list("me")
                        .setStartHistoryId(start)
                        .setHistoryTypes(HISTORY_TYPES)
                        .setMaxResults(PAGE_SIZE)
                        .setPageToken(pageToken),
                GmailMapper::history);
    }

    /**
     * {@code users.watch}: from now on Gmail publishes every change of the mailbox.
     *
     * @param topic where Gmail publishes to, such as {@code projects/p/topics/t}
     * @return when the watch ends
     */
    public Instant watch(Caller caller, String topic) {
        return calls.call(
                caller,
                quota.watchUnits(),
                api -> api.watch("me", new WatchRequest().setTopicName(topic)),
                (WatchResponse answer) -> Instant.ofEpochMilli(Objects.requireNonNull(answer.getExpiration())));
    }
}
