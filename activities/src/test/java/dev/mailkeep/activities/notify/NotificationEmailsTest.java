package dev.mailkeep.activities.notify;

import static dev.mailkeep.activities.fixture.MailboxFixture.BOSS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.fixture.Failures;
import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.behaviour.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

class NotificationEmailsTest {

    @RegisterExtension
    final MailboxFixture mailkeep = new MailboxFixture();

    private final Outbox outbox = new Outbox();

    @BeforeEach
    void sendByEmail() {
        mailkeep.useMailServer(outbox);
    }

    @Test
    void theOwnerIsNotifiedOnceOfAnIncident() {
        mailkeep.loseGrant();

        mailkeep.notifyOwner();
        mailkeep.notifyOwner();

        assertThat(mailkeep.count("notifications where kind = 'NEEDS_RECONNECT' and cause = 'REVOKED'"))
                .isEqualTo(1);
        assertThat(outbox.sent).singleElement().satisfies(mail -> {
            assertThat(mail.getTo()).containsExactly(MailboxFixture.OWNER);
            assertThat(mail.getSubject()).isEqualTo("Mailkeep: Mailkeep lost access to this Gmail");
            assertThat(mail.getText())
                    .contains("Reconnect", "http://localhost:8080")
                    .doesNotContain(BOSS);
        });

        mailkeep.reconnect();
        mailkeep.loseGrant();
        mailkeep.notifyOwner();

        assertThat(mailkeep.count("notifications")).isEqualTo(2);
        assertThat(outbox.sent).hasSize(2);
    }

    @Test
    void aBlockIsOneIncidentUntilItIsOver() {
        mailkeep.watch(BOSS);
        mailkeep.settle();
        for (int day = 0; day < 3; day++) {
            mailkeep.google().faults().inject(Fault.domainPolicy().on("history"));
            Failures.of(mailkeep::check);
            mailkeep.notifyOwner();
        }

        assertThat(mailkeep.count("notifications where kind = 'BLOCKED'")).isEqualTo(1);
        assertThat(outbox.sent).hasSize(1);
    }

    @Test
    void withoutAnIncidentTheOwnerIsNotNotified() {
        mailkeep.notifyOwner();

        assertThat(mailkeep.count("notifications")).isZero();
        assertThat(outbox.sent).isEmpty();
    }

    @Test
    void aMailServerThatIsAwayDelaysNothingAndIsTriedNextTime() {
        mailkeep.loseGrant();
        outbox.away = true;
        mailkeep.notifyOwner();
        assertThat(mailkeep.count("notifications where emailed_at is null")).isEqualTo(1);

        outbox.away = false;
        mailkeep.bean(NotificationEmails.class).send(null);
        mailkeep.bean(NotificationEmails.class).send(null);
        mailkeep.notifyOwner();

        assertThat(outbox.sent).hasSize(1);
        assertThat(mailkeep.count("notifications where emailed_at is not null")).isEqualTo(1);
    }

    @Test
    void anUnsentEmailIsNotSentOnceItsCauseIsGoneOrItIsADayOld() {
        mailkeep.loseGrant();
        outbox.away = true;
        mailkeep.notifyOwner();
        outbox.away = false;

        mailkeep.jdbc()
                .sql("update notifications set created_at = now() - interval '25 hours'")
                .update();
        mailkeep.bean(NotificationEmails.class).send(null);
        mailkeep.jdbc().sql("update notifications set created_at = now()").update();
        mailkeep.reconnect();
        mailkeep.bean(NotificationEmails.class).send(null);

        assertThat(outbox.sent).isEmpty();
    }

    @Test
    void theMailboxIsNotLockedWhileTheMailServerAnswers() {
        mailkeep.loseGrant();
        outbox.meanwhile = () -> mailkeep.jdbc()
                .sql("select id from mailboxes for update nowait")
                .query()
                .listOfRows();

        mailkeep.notifyOwner();

        assertThat(outbox.sent).hasSize(1);
    }

    /** Stands for an SMTP server, which tests can not have. */
    private static final class Outbox implements MailSender {
        private final List<SimpleMailMessage> sent = new ArrayList<>();
        private boolean away;
        private Runnable meanwhile = () -> {};

        @Override
        public void send(SimpleMailMessage... messages) {
            meanwhile.run();
            if (away) {
                throw new MailSendException("away");
            }
            sent.addAll(List.of(Objects.requireNonNull(messages)));
        }
    }
}
