package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.gmail.Gmail;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Path journal = Path.of("set before each");

    @BeforeEach
    void choose() {
        journal = directory.resolve("google/journal.jsonl");
    }

    private SimulatedGoogle start() {
        return SimulatedGoogle.start(SimulatorSettings.defaults()
                .withFirstHistoryId(new BigInteger("18000000000000000000"))
                .withJournal(journal));
    }

    @Test
    void survivesARestart() throws IOException {
        String kept;
        String odd;
        String deleted;
        String refreshToken;
        String sub;
        BigInteger middle;
        BigInteger last;
        Mail strange = Mail.from("\ud800 \u0000 \u2028 \ud83d\ude00 <a@x.example>")
                .labels()
                .build();
        try (SimulatedGoogle google = start()) {
            SimulatedAccount ada = google.addAccount("ada@gmail.example", "Ada");
            sub = ada.sub();
            kept = ada.deliver(Mail.from("boss@corp.example").subject("One").build());
            odd = ada.deliver(strange);
            middle = ada.historyId();
            deleted = ada.deliver(Mail.from("boss@corp.example").build());
            ada.addLabels(kept, "SPAM");
            ada.removeLabels(kept, "SPAM", "UNREAD");
            ada.delete(deleted);
            ada.rename("countess@gmail.example");
            refreshToken = new App(google)
                    .connect("countess@gmail.example")
                    .get("refresh_token")
                    .getAsString();
            last = ada.historyId();
        }
        try (SimulatedGoogle google = start()) {
            SimulatedAccount ada = google.account("countess@gmail.example");
            assertThat(ada.sub()).isEqualTo(sub);
            assertThat(ada.displayName()).isEqualTo("Ada");
            assertThat(ada.size()).isEqualTo(2);
            assertThat(ada.mail(kept).subject()).isEqualTo("One");
            assertThat(ada.labels(kept)).containsExactly("INBOX");
            assertThat(ada.mail(odd)).isEqualTo(strange);
            assertThat(ada.exists(deleted)).isFalse();
            assertThat(ada.historyId()).isEqualTo(last);
            App app = new App(google);
            String accessToken =
                    App.json(app.refresh(refreshToken)).get("access_token").getAsString();
            Gmail gmail = app.gmailWith(accessToken);
            assertThat(gmail.users()
                            .history()
                            .list("me")
                            .setStartHistoryId(middle)
                            .execute()
                            .getHistory())
                    .hasSize(4);
            assertThat(ada.deliver(Mail.from("boss@corp.example").build())).isNotIn(kept, odd, deleted);
            assertThat(ada.historyId()).isGreaterThan(last);
            ada.revokeGrants();
            ada.expireHistory();
        }
        try (SimulatedGoogle google = start()) {
            App app = new App(google);
            assertThat(app.refresh(refreshToken).statusCode()).isEqualTo(400);
            assertThat(google.account("countess@gmail.example").size()).isEqualTo(3);
            Gmail gmail = app.gmail("countess@gmail.example");
            assertThatThrownBy(() -> gmail.users()
                            .history()
                            .list("me")
                            .setStartHistoryId(last)
                            .execute())
                    .hasMessageContaining("404");
        }
    }

    @Test
    void cutsOffATornLastLine() throws IOException {
        try (SimulatedGoogle google = start()) {
            google.addAccount("ada@gmail.example", "Ada");
        }
        Files.writeString(journal, "{\"sub\":\"1\",\"email\":\"gr", StandardOpenOption.APPEND);
        try (SimulatedGoogle google = start()) {
            assertThat(google.accounts()).hasSize(1);
            google.addAccount("grace@gmail.example", "Grace");
        }
        try (SimulatedGoogle google = start()) {
            assertThat(google.accounts())
                    .extracting(SimulatedAccount::email)
                    .containsExactly("ada@gmail.example", "grace@gmail.example");
        }
    }

    @Test
    void refusesADamagedJournal() throws IOException {
        try (SimulatedGoogle google = start()) {
            google.addAccount("ada@gmail.example", "Ada");
        }
        Files.writeString(journal, "junk\n" + Files.readString(journal));

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        start().close();

        assertThat(Files.getPosixFilePermissions(journal)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
