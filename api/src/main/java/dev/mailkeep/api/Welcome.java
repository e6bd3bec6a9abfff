package dev.mailkeep.api;

import dev.mailkeep.api.settings.EmbeddedDefaults;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints the last lines in the terminal: which address to open, and what to do there. */
@Component
class Welcome {

    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    private final MailkeepSettings settings;
    private final boolean simulated;

    Welcome(MailkeepSettings settings, @Value("${" + EmbeddedDefaults.SIMULATED_GOOGLE + "}") boolean simulated) {
        this.settings = settings;
        this.simulated = simulated;
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        if (settings.role() == Role.WORKER) {
            // A worker is ready once it has reached Temporal, and logs that itself.
            return;
        }
        log.info("Mailkeep is ready: {}", settings.publicUrl());
        log.info(
                simulated
                        ? "Open it, press “Connect Gmail” and choose one of the three accounts of the simulated Google;"
                                + " no real account is touched."
                        : "Open it and press “Connect Gmail”.");
    }
}
