package dev.mailkeep.api;

import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The streams that tell open pages what has changed. */
class EventStreamTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    @Test
    void tellsTheOwnersOpenPagesWhatChangedAndNobodyElse() {
        mailkeep.addAccount("ada@streams.example");
        Browser ada = mailkeep.browser();
        String mailbox = ada.connect("ada@streams.example");
        mailkeep.addAccount("ben@streams.example");
        Browser ben = mailkeep.browser();
        ben.connect("ben@streams.example");
        BlockingQueue<String> toAda = listen(ada).lines();
        BlockingQueue<String> toBen = listen(ben).lines();

        // Nothing else changes in this mailbox.
        ada.post("/api/mailboxes/" + mailbox + "/pause").expect(202);

        eventually(() -> assertThat(toAda).anyMatch(line -> line.startsWith("data:") && line.contains(mailbox)));
        assertThat(toBen).noneMatch(line -> line.contains(mailbox));
    }

    @Test
    void anEventStreamEndsWithItsSessionHoweverThatEnds() {
        mailkeep.addAccount("cem@streams.example");
        Browser out = mailkeep.browser();
        Browser gone = mailkeep.browser();
        Browser bystander = mailkeep.browser();
        out.connect("cem@streams.example");
        bystander.signIn("cem@streams.example");
        Listening ofOut = listen(out);
        Listening ofBystander = listen(bystander);

        out.post("/auth/logout").expect(204);
        eventually(() -> assertThat(ofOut.end()).isDone());
        assertThat(ofBystander.end()).isNotDone();

        // As another process does it: only the row tells this one.
        mailkeep.jdbc()
                .sql("delete from browser_sessions where user_id is not null")
                .update();
        eventually(() -> assertThat(ofBystander.end()).isDone());

        gone.connect("cem@streams.example");
        Listening ofGone = listen(gone);
        gone.delete("/api/account").expect(204);
        eventually(() -> assertThat(ofGone.end()).isDone());
    }

    @Test
    void aPersonsTwentyFirstEventStreamIsRefusedAsTooMany() {
        mailkeep.addAccount("dov@streams.example");
        Browser dov = mailkeep.browser();
        dov.connect("dov@streams.example");
        for (int n = 0; n < 20; n++) {
            listen(dov);
        }
        assertThatThrownBy(dov::events).hasMessageContaining("refused: 429");
        dov.post("/auth/logout").expect(204);
    }

    @Test
    void theProcessEndsAlthoughPagesHoldTheirEventStreamsOpen(@TempDir Path data) {
        mailkeep.addAccount("eve@streams.example");
        RunningMailkeep leaving = RunningMailkeep.start(MailkeepEnvironment.of(mailkeep.google(), data));
        Browser browser = leaving.browser();
        browser.connect("eve@streams.example");
        List<Listening> streams = List.of(listen(browser), listen(browser));

        leaving.close();

        streams.forEach(stream -> eventually(() -> assertThat(stream.end()).isDone()));
        assertThat(leaving.context().isActive()).isFalse();
    }

    private record Listening(BlockingQueue<String> lines, CompletableFuture<Void> end) {}

    /** Reads the browser's event stream in the background, from its first comment on. */
    private static Listening listen(Browser browser) {
        var lines = new LinkedBlockingQueue<String>();
        CompletableFuture<Void> end =
                CompletableFuture.runAsync(() -> browser.events().forEach(lines::add), task -> {
                    var thread = new Thread(task, "event-stream");
                    thread.setDaemon(true);
                    thread.start();
                });
        eventually(() -> assertThat(lines).isNotEmpty());
        return new Listening(lines, end);
    }
}
