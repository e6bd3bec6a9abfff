package dev.mailkeep.activities.risc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.activities.google.DiscoveryDocuments;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.risc.SecurityEventTokens.Reason;
import dev.mailkeep.activities.risc.SecurityEventTokens.Refused;

/** Reads tokens of security events, each of which says that the tokens of one account were revoked. */
final class EventTokenReader {

    static final String SUB = "100000000000000000001";

    final SettableClock clock = new SettableClock();
    final SecurityEventTokens tokens;

    private final MailboxFixture mailkeep;

    EventTokenReader(MailboxFixture mailkeep) {
        this.mailkeep = mailkeep;
        tokens = new SecurityEventTokens(
                new RiscDiscovery(
                        mailkeep.bean(DiscoveryDocuments.class),
                        mailkeep.google().riscConfigurationUri()),
                mailkeep.bean(GoogleSettings.class),
                clock);
    }

    /** A genuine token. */
    String token() {
        return mailkeep.google().risc().token(event());
    }

    static dev.mailkeep.simulator.risc.SecurityEvent event() {
        return dev.mailkeep.simulator.risc.SecurityEvent.tokensRevoked(SUB);
    }

    /** Why a token is refused. */
    Reason reasonOf(String token) {
        Refused refused = catchThrowableOfType(Refused.class, () -> tokens.read(token));
        assertThat(refused).as("refused").isNotNull();
        return refused.reason();
    }
}
