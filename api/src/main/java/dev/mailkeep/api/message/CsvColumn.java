package dev.mailkeep.api.message;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a CSV export, in their order. Programs and spreadsheets rely on them: a new column goes to the end, and none
 * is renamed.
 */
enum CsvColumn {
    MESSAGE_ID("messageId", Message::messageId),
    THREAD_ID("threadId", Message::threadId),
    SENDER_EMAIL("senderEmail", Message::senderEmail),
    SENDER_NAME("senderName", Message::senderName),
    FROM("from", Message::from),
    TO("to", Message::to),
    CC("cc", Message::cc),
    SUBJECT("subject", Message::subject),
    SNIPPET("snippet", Message::snippet),
    RECEIVED_AT("receivedAt", Message::receivedAt),
    PROCESSED_AT("processedAt", Message::processedAt),
    SENT_DATE("sentDate", Message::sentDate),
    LABELS("labels", Message::labels),
    SIZE_BYTES("sizeBytes", Message::sizeBytes),
    DELETED_AT("deletedAt", Message::deletedAt),
    FROM_ANOMALY("fromAnomaly", Message::fromAnomaly),
    AUTHENTICATION("authentication", Message::authentication);

    private final String title;
    private final Function<Message, @Nullable Object> value;

    CsvColumn(String title, Function<Message, @Nullable Object> value) {
        this.title = title;
        this.value = value;
    }

    /** The column's title in the first line. */
    String title() {
        return title;
    }

    /** What a message has there; an empty text where it has nothing. */
    Object of(Message message) {
        Object present = value.apply(message);
        return present == null ? "" : present;
    }
}
