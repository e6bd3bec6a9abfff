package dev.mailkeep.simulator;

import static dev.mailkeep.simulator.Refusals.assertGmailRefuses;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import com.google.api.services.gmail.model.MessagePartHeader;
import com.google.api.services.gmail.model.Profile;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessagesTest {

    private static final Instant DAY = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    private final SimulatedGoogle google =
            simulators.start(SimulatorSettings.defaults().withQuota(Quota.unlimited()));
    private final SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");

    private final App app = new App(google);

    private final Gmail gmail = app.gmail("ada@gmail.example");

    private static Mail boss(int minute) {
        return Mail.from("Boss <boss@corp.example>")
                .subject("Number " + minute)
                .receivedAt(DAY.plus(Duration.ofMinutes(minute)))
                .build();
    }

    @Test
    void returnsOnlyTheRequestedFields() throws IOException {
        String id = ada.deliver(boss(1));

        Message message = gmail.users()
                .messages()
                .get("me", id)
                .setFormat("metadata")
                .setMetadataHeaders(List.of("From"))
                .setFields("id,labelIds,payload/headers")
                .execute();

        assertThat(message.keySet()).containsExactlyInAnyOrder("id", "labelIds", "payload");
        assertThat(message.getPayload().getHeaders())
                .singleElement()
                .satisfies(header -> assertThat(header.getName()).isEqualTo("From"));
    }

    @Test
    void onlyTheFirstGetOfAMessageMayMiss() throws IOException {
        String id = ada.deliver(boss(1));
        google.quirks(Quirks.kind().withFirstGetMissing(1));

        assertGmailRefuses(() -> gmail.users().messages().get("me", id).execute(), 404, "notFound");
        assertThat(gmail.users().messages().get("me", id).execute().getId()).isEqualTo(id);
    }

    @Test
    void returnsHeadersUnchanged() throws IOException {
        String raw = "=?UTF-8?Q?J=C3=BCrgen?= <j@x.example>";
        String id = ada.deliver(Mail.from(raw)
                .subject("a\u0000b \ud800 c")
                .snippet("Tom & Jerry's <b>")
                .header("from", "second@x.example")
                .receivedAt(Instant.ofEpochMilli(1_772_366_400_123L))
                .size(777)
                .build());

        Message message = gmail.users()
                .messages()
                .get("me", id)
                .setFormat("metadata")
                .setMetadataHeaders(List.of("FROM", "Subject"))
                .execute();

        assertThat(message.getPayload().getHeaders())
                .extracting(MessagePartHeader::getName)
                .containsExactly("From", "Subject", "from");
        assertThat(message.getPayload().getHeaders())
                .extracting(MessagePartHeader::getValue)
                .containsExactly(raw, "a\u0000b \ud800 c", "second@x.example");
        assertThat(message.getInternalDate()).isEqualTo(1_772_366_400_123L);
        assertThat(message.getSizeEstimate()).isEqualTo(777);
        assertThat(message.getSnippet()).isEqualTo("Tom &amp; Jerry&#39;s &lt;b&gt;");
        assertThat(message.getLabelIds()).containsExactlyInAnyOrder("INBOX", "UNREAD");
        assertThat(message.getHistoryId()).isEqualTo(ada.historyId());

        google.quirks(Quirks.kind().withDecodedHeaders(true).withPaddedSnippets(true));
        Message decoded = gmail.users().messages().get("me", id).execute();
        assertThat(decoded.getPayload().getHeaders().get(0).getValue()).isEqualTo("Jürgen <j@x.example>");
        assertThat(decoded.getSnippet()).contains("\u200c");
        assertThat(decoded.getPayload().getBody().decodeData())
                .isEqualTo("Tom & Jerry's <b>".getBytes(StandardCharsets.UTF_8));
        assertThat(gmail.users()
                        .messages()
                        .get("me", id)
                        .setFormat("minimal")
                        .execute()
                        .getPayload())
                .isNull();
        assertGmailRefuses(
                () -> gmail.users().messages().get("me", id).setFormat("odd").execute(), 400, "invalidArgument");
    }

    @Test
    void readsMalformedRawMessages() {
        byte[] raw =
                "From: a@x.example\r\nSubject: one\r\n two\nX-Bare: yes\rnot a header\nTo: =\u00fc\n\nHello\n  there"
                        .getBytes(StandardCharsets.ISO_8859_1);

        Mail mail = Mail.ofRaw(raw, DAY);

        assertThat(mail.from()).isEqualTo("a@x.example");
        assertThat(mail.subject()).isEqualTo("one two");
        assertThat(mail.header("x-bare")).isEqualTo("yes");
        assertThat(mail.header("To")).isEqualTo("=\u00fc");
        assertThat(mail.snippet()).isEqualTo("Hello there");
        assertThat(Mail.ofRaw(new byte[0], DAY).from()).isEmpty();
        assertThat(Mail.ofRaw(new byte[] {0, (byte) 0xff, ':', '\r'}, DAY).headers())
                .hasSize(1);
    }

    @Test
    void answersOnlyForTheAccountOfTheToken() {
        assertGmailRefuses(() -> gmail.users().getProfile("grace@gmail.example").execute(), 403, "forbidden");
        ada.gmailEnabled(false);
        assertGmailRefuses(() -> gmail.users().getProfile("me").execute(), 400, "failedPrecondition");
    }

    @Test
    void countsMessagesInTheProfile() throws IOException {
        ada.delete(ada.deliver(boss(1)));
        ada.deliver(boss(2));

        Profile profile = gmail.users().getProfile("me").execute();

        assertThat(profile.getMessagesTotal()).isEqualTo(1);
        assertThat(profile.getHistoryId()).isEqualTo(ada.historyId());
    }
}
