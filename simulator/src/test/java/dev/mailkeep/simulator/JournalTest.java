package dev.mailkeep.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.ListHistoryResponse;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @RegisterExtension
    final SimulatorExtension simulators = new SimulatorExtension();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Path journal = Path.of("set before each");

    @BeforeEach
    void choose() {
        journal = directory.resolve("google/journal.jsonl");
    }

    private SimulatedGoogle start() {
        return simulators.start(SimulatorSettings.defaults()
                .withFirstHistoryId(new BigInteger("18000000000000000000"))
                .withJournal(journal));
    }

    private SimulatedGoogle restart(SimulatedGoogle google) {
        simulators.close(google);
        return start();
    }

    @Test
    void keepsTheStateOverARestart() throws IOException {
        Mail strange = Mail.from("\ud800 \u0000 \u2028 \ud83d\ude00 <a@x.example>")
                .labels()
                .build();
        SimulatedGoogle first = start();
        SimulatedAccount ada = first.addAccount("ada@gmail.example", "Ada");
        String sub = ada.sub();
        String kept = ada.deliver(Mail.from("boss@corp.example").subject("One").build());
        String odd = ada.deliver(strange);
        BigInteger middle = ada.historyId();
        String deleted = ada.deliver(Mail.from("boss@corp.example").build());
        ada.addLabels(kept, "SPAM");
        ada.removeLabels(kept, "SPAM", "UNREAD");
        ada.delete(deleted);
        ada.rename("countess@gmail.example");
        String refreshToken = new App(first)
                .connect("countess@gmail.example")
                .get("refresh_token")
                .getAsString();
        BigInteger last = ada.historyId();

        SimulatedGoogle second = restart(first);
        SimulatedAccount countess = second.account("countess@gmail.example");
        assertThat(countess.sub()).isEqualTo(sub);
        assertThat(countess.displayName()).isEqualTo("Ada");
        assertThat(countess.size()).isEqualTo(2);
        assertThat(countess.mail(kept).subject()).isEqualTo("One");
        assertThat(countess.labels(kept)).containsExactly("INBOX");
        assertThat(countess.mail(odd)).isEqualTo(strange);
        assertThat(countess.exists(deleted)).isFalse();
        assertThat(countess.historyId()).isEqualTo(last);
        App app = new App(second);
        String accessToken =
                App.json(app.refresh(refreshToken)).get("access_token").getAsString();
        assertThat(history(app.gmailWith(accessToken), middle).getHistory()).hasSize(4);
        assertThat(countess.deliver(Mail.from("boss@corp.example").build())).isNotIn(kept, odd, deleted);
        assertThat(countess.historyId()).isGreaterThan(last);
        countess.revokeGrants();
        countess.expireHistory();

        SimulatedGoogle third = restart(second);
        App again = new App(third);
        assertThat(again.refresh(refreshToken).statusCode()).isEqualTo(400);
        assertThat(third.account("countess@gmail.example").size()).isEqualTo(3);
        Gmail gmail = again.gmail("countess@gmail.example");
        assertThatThrownBy(() -> history(gmail, last)).hasMessageContaining("404");
    }

    private static ListHistoryResponse history(Gmail gmail, BigInteger start) throws IOException {
        return gmail.users().history().list("me").setStartHistoryId(start).execute();
    }

    @Test
    void cutsOffAnIncompleteLastLine() throws IOException {
        SimulatedGoogle google = start();
        google.addAccount("ada@gmail.example", "Ada");
        simulators.close(google);
        Files.writeString(journal, "{\"sub\":\"1\",\"email\":\"gr", StandardOpenOption.APPEND);

        SimulatedGoogle restarted = start();
        assertThat(restarted.accounts()).hasSize(1);
        restarted.addAccount("grace@gmail.example", "Grace");

        assertThat(restart(restarted).accounts())
                .extracting(SimulatedAccount::email)
                .containsExactly("ada@gmail.example", "grace@gmail.example");
    }

    @Test
    void refusesADamagedJournal() throws IOException {
        SimulatedGoogle google = start();
        google.addAccount("ada@gmail.example", "Ada");
        simulators.close(google);
        Files.writeString(journal, "junk\n" + Files.readString(journal));

        assertThatThrownBy(this::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("damaged");
    }

    @Test
    void onlyItsOwnerMayReadTheJournal() throws IOException {
        simulators.close(start());

        assertThat(Files.getPosixFilePermissions(journal)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
}
