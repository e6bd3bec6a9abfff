package dev.mailkeep.simulator.account;

import dev.mailkeep.simulator.search.Document;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One message of a mailbox, with its past states. The mailbox's lock guards it. */
final class StoredMail {

    /** The labels from one change of the mailbox on; null: the message is deleted. */
    private record Version(int change, @Nullable Set<String> labels) {}

    private final String id;
    private final Mail mail;
    private final Document document;
    private final List<Version> versions = new ArrayList<>(1);
    private BigInteger historyId;

    StoredMail(String id, Mail mail, BigInteger historyId, int change) {
        this.id = id;
        this.mail = mail;
        this.historyId = historyId;
        this.document = Document.of(
                EncodedWords.decode(mail.from()),
                EncodedWords.decode(mail.subject()),
                mail.snippet(),
                mail.receivedAt(),
                mail.header("Message-ID"));
        versions.add(new Version(change, mail.labels()));
    }

    String id() {
        return id;
    }

    /** As it was delivered; its labels may have changed since. */
    Mail mail() {
        return mail;
    }

    Document document() {
        return document;
    }

    /** The historyId of its last change. */
    BigInteger historyId() {
        return historyId;
    }

    /** The current labels; null once the message is deleted. */
    @Nullable
    Set<String> labels() {
        return versions.get(versions.size() - 1).labels();
    }

    /** The labels as of one change of the mailbox; null if the message did not exist then. */
    @Nullable
    Set<String> labelsAt(int change) {
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (versions.get(i).change() <= change) {
                return versions.get(i).labels();
            }
        }
        return null;
    }

    /** @param labels from now on; null: the message is deleted */
    void change(@Nullable Set<String> labels, BigInteger atHistoryId, int change) {
        versions.add(new Version(change, labels));
        historyId = atHistoryId;
    }
}
