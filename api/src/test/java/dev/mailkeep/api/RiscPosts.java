package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.BOSS;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.risc.SecurityEvent;
import java.net.URI;
import java.util.List;

/** Posts security events to a Mailkeep as Google does it. */
final class RiscPosts {

    private final MailkeepExtension mailkeep;

    RiscPosts(MailkeepExtension mailkeep) {
        this.mailkeep = mailkeep;
    }

    URI receiver() {
        return mailkeep.url().resolve("/hooks/risc");
    }

    /** Returns the answer's status. */
    int send(String token) {
        return mailkeep.google().risc().deliver(receiver(), token).status();
    }

    /** Returns the answer's status. */
    int send(SecurityEvent event) {
        return send(mailkeep.google().risc().token(event));
    }

    /** How many posts were answered so. */
    int counted(String outcome) {
        return mailkeep.operator().hookPosts("risc", outcome);
    }

    /** Connects an account with a grant that is a day old; returns the mailbox's id once it is synced. */
    String connect(Browser browser, SimulatedAccount account) {
        String mailbox = browser.connect(account.email());
        browser.chooseSenders(mailbox, List.of(BOSS));
        eventually(() -> {
            assertThat(browser.status(mailbox)).isEqualTo("LIVE");
            assertThat(browser.mailbox(mailbox).hasNonNull("lastSyncedAt")).isTrue();
        });
        mailkeep.jdbc()
                .sql("update oauth_tokens set granted_at = now() - interval '1 day'")
                .update();
        return mailbox;
    }
}
