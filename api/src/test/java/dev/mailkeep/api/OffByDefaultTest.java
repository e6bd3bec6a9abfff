package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.risc.SecurityEvents;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.SecurityEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.mail.MailSender;

/** What a Mailkeep on an operator's Google does not have unless a setting asks for it. */
class OffByDefaultTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.with(environment -> environment);

    @Test
    void holdsNothingOfTheSimulatorOnceAClientIdIsSet() {
        assertThat(mailkeep.running().beanClasses()).noneMatch(type -> type.startsWith("dev.mailkeep.simulator."));
        assertThat(mailkeep.browser().get("/control/state").status()).isEqualTo(404);
        assertThat(mailkeep.browser().get("/o/oauth2/v2/auth").status()).isEqualTo(404);
        assertThat(mailkeep.browser().get("/api/session").json().path("demo").asBoolean())
                .isFalse();
    }

    @Test
    void sendsNoEmailWithoutAMailHost() {
        assertThat(mailkeep.context().getBeansOfType(MailSender.class)).isEmpty();
    }

    @Test
    void takesNoSecurityEventsUnlessItIsToldTo() {
        SimulatedGoogle google = mailkeep.google();
        assertThat(google.risc()
                        .deliver(
                                mailkeep.url().resolve("/hooks/risc"),
                                google.risc().token(SecurityEvent.verification("state")))
                        .status())
                .isEqualTo(404);
        assertThat(mailkeep.context().getBeanNamesForType(SecurityEvents.class)).isEmpty();
    }

    @Test
    void asksForNoPushesAndTakesNoneWithoutATopic() throws Exception {
        SimulatedGoogle google = mailkeep.google();
        SimulatedAccount account = mailkeep.addAccount("no-push@gmail.example");
        Browser browser = mailkeep.browser();
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, List.of(BOSS));
        eventually(() ->
                assertThat(browser.mailbox(mailbox).hasNonNull("lastSyncedAt")).isTrue());

        String token = google.pubSub().sign(Pushes.genuine(google));
        assertThat(Pushes.post(mailkeep.url(), token, Pushes.hint(google, account.email())))
                .isEqualTo(404);
        assertThat(mailkeep.running().beanClasses()).noneMatch(type -> type.startsWith("dev.mailkeep.api.hooks."));
        assertThat(google.calls().calls())
                .noneMatch(
                        call -> call.method().equals("watch") && account.email().equals(call.account()));
    }
}
