package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A simulated Google in this process and a Mailkeep in another that takes it for Google. */
final class Rig implements AutoCloseable {

    private final SimulatedGoogle google;
    private final MailkeepProcess mailkeep;
    private final JdbcClient database;

    private Rig(SimulatedGoogle google, MailkeepProcess mailkeep, JdbcClient database) {
        this.google = google;
        this.mailkeep = mailkeep;
        this.database = database;
    }

    /**
     * Starts both.
     *
     * @param latency of every call at Google
     * @param settings of Mailkeep besides where Google is
     */
    static Rig start(Quota quota, Duration latency, Map<String, String> settings, List<String> javaOptions)
            throws Exception {
        SimulatorSettings client = SimulatorSettings.defaults().withQuota(quota).withLatency(latency);
        SimulatedGoogle google = SimulatedGoogle.start(client);
        MailkeepProcess mailkeep = null;
        try {
            var all = new HashMap<String, String>();
            all.put("GOOGLE_CLIENT_ID", client.clientId());
            all.put("GOOGLE_CLIENT_SECRET", client.clientSecret());
            all.put("GOOGLE_AUTHORIZATION_URI", google.authorizationUri().toString());
            all.put("GOOGLE_TOKEN_URI", google.tokenUri().toString());
            all.put("GOOGLE_REVOCATION_URI", google.revocationUri().toString());
            all.put("GOOGLE_JWKS_URI", google.jwksUri().toString());
            all.put("GOOGLE_ISSUER", google.issuer());
            all.put("GMAIL_BASE_URL", google.gmailBaseUri().toString());
            all.putAll(settings);
            mailkeep = MailkeepProcess.start(all, javaOptions);
            return new Rig(google, mailkeep, mailkeep.database());
        } catch (Exception | Error failed) {
            if (mailkeep != null) {
                mailkeep.close();
            }
            google.close();
            throw failed;
        }
    }

    SimulatedGoogle google() {
        return google;
    }

    MailkeepProcess mailkeep() {
        return mailkeep;
    }

    JdbcClient database() {
        return database;
    }

    /** Somebody who has never been here. */
    Visitor visitor() {
        return new Visitor(mailkeep.url());
    }

    /** How many messages of a mailbox are stored. */
    int stored(String mailbox) {
        return database.sql("select count(*) from email_messages where mailbox_id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(Integer.class)
                .single();
    }

    boolean isStored(String mailbox, String messageId) {
        return database.sql("""
                        select exists (select from email_messages
                                       where mailbox_id = cast(:id as uuid) and message_id = :message)
                        """)
                .param("id", mailbox)
                .param("message", messageId)
                .query(Boolean.class)
                .single();
    }

    /** Waits until so many messages are stored. */
    void awaitStored(String mailbox, int messages, Duration longest, Duration pollInterval) throws Exception {
        Patience.until(messages + " messages are stored", longest, pollInterval, () -> {
            mailkeep.requireAlive();
            return stored(mailbox) >= messages;
        });
    }

    /** Fails unless exactly what is to be stored is stored, each once. */
    void requireExact(String mailbox, SimulatedAccount account) {
        Set<String> wanted = Correspondence.wanted(account);
        List<String> ids = database.sql("select message_id from email_messages where mailbox_id = cast(:id as uuid)")
                .param("id", mailbox)
                .query(String.class)
                .list();
        if (ids.size() != wanted.size() || !new TreeSet<>(ids).equals(new TreeSet<>(wanted))) {
            throw new IllegalStateException(
                    "Stored are " + ids.size() + " messages, but not the " + wanted.size() + " that match");
        }
    }

    @Override
    public void close() {
        try {
            mailkeep.close();
        } finally {
            google.close();
        }
    }
}
