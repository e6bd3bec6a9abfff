package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A mailbox as the page shows it to its owner. */
final class ShownMailbox {

    private final Browser browser;

    ShownMailbox(Browser browser) {
        this.browser = browser;
    }

    /** Sets the longest usual interval, and returns once the workflow keeps to it. */
    void checkRarely(String mailbox) {
        browser.patch("/api/mailboxes/" + mailbox, Map.of("syncInterval", "PT1H"))
                .expect(200);
        eventually(() -> assertThat(nextSyncAt(mailbox)).isAfter(Instant.now().plusSeconds(600)));
    }

    private Instant nextSyncAt(String mailbox) {
        return Instant.parse(browser.mailbox(mailbox).path("nextSyncAt").asString());
    }

    /** The ids on all pages; fails if one is shown twice. */
    Set<String> everyMessage(String mailbox) {
        var ids = new TreeSet<String>();
        String cursor = "";
        do {
            JsonNode page = browser.get("/api/mailboxes/" + mailbox + "/messages?limit=100" + cursor)
                    .expect(200)
                    .json();
            page.path("items")
                    .forEach(item -> assertThat(ids.add(item.path("messageId").asString()))
                            .isTrue());
            cursor = page.hasNonNull("nextCursor")
                    ? "&cursor=" + page.path("nextCursor").asString()
                    : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    JsonNode message(String mailbox, String id) {
        for (JsonNode item : browser.get("/api/mailboxes/" + mailbox + "/messages?limit=100")
                .expect(200)
                .json()
                .path("items")) {
            if (item.path("messageId").asString().equals(id)) {
                return item;
            }
        }
        throw new AssertionError("no message " + id);
    }

    List<String> labels(String mailbox, String id) {
        return message(mailbox, id)
                .path("labels")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    List<JsonNode> notifications(String mailbox) {
        return browser.get("/api/notifications")
                .expect(200)
                .json()
                .valueStream()
                .filter(one -> one.path("mailboxId").asString("").equals(mailbox))
                .toList();
    }

    /** Waits until a receipt says that everything is done and how many messages were deleted. */
    void awaitReceipt(String receipt, int messages) {
        eventually(() -> {
            JsonNode now = browser.get("/api/receipts/" + receipt).expect(200).json();
            assertThat(now.hasNonNull("revokedAtGoogle")).isTrue();
            assertThat(now.path("messagesDeleted").asInt(-1)).isEqualTo(messages);
            assertThat(now.hasNonNull("workflowEnded")).isTrue();
        });
    }
}
