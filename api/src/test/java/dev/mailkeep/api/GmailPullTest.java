package dev.mailkeep.api;

import static dev.mailkeep.api.Correspondence.deliverNow;
import static dev.mailkeep.api.Correspondence.kept;
import static dev.mailkeep.api.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Gmail's push, pulled from Pub/Sub. */
class GmailPullTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep =
            MailkeepExtension.on(SimulatorSettings.defaults().withQuota(Quota.unlimited()), GmailPullTest::subscribe);

    private static MailkeepEnvironment subscribe(SimulatedGoogle simulated, MailkeepEnvironment environment) {
        simulated.pubSub().createTopic(Pushes.TOPIC, true);
        simulated.pubSub().subscribe(Pushes.PULLED, Pushes.TOPIC);
        return Pushes.pulled(simulated, Pushes.quiet(environment));
    }

    @Test
    void mailThatIsPulledIsStoredFarAheadOfTheIntervalAndAcknowledged() {
        SimulatedAccount account = mailkeep.addAccount("pulled@gmail.example");
        String mailbox = Pushes.connect(mailkeep, account);

        String id = deliverNow(account);

        eventually(() -> {
            assertThat(kept(mailkeep.jdbc(), mailbox)).containsExactly(id);
            assertThat(mailkeep.google().pubSub().unacknowledged(Pushes.PULLED)).isZero();
        });
    }

    @Test
    void nothingIsPostedWhereItIsPulled() throws Exception {
        String token = mailkeep.google().pubSub().sign(Pushes.genuine(mailkeep.google()));
        assertThat(Pushes.post(mailkeep.url(), token, Pushes.hint(mailkeep.google(), "nobody@gmail.example")))
                .isEqualTo(404);
    }
}
