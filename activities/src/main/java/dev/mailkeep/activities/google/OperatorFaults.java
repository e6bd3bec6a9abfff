package dev.mailkeep.activities.google;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Faults of the deployment's own set-up at Google: one alarm for all mailboxes and all processes, kept in PostgreSQL.
 * While the alarm is on, about one call a minute tries whether the fault is fixed; every other call fails without being
 * made, because the answer is known and a thousand mailboxes that keep asking look like an attack. The first call that
 * Google accepts ends the alarm.
 */
@Component
public final class OperatorFaults {

    private static final Logger log = LoggerFactory.getLogger(OperatorFaults.class);

    /** Faults that affect every call. The others concern some requests only, so calls go on in spite of them. */
    private static final Set<String> OF_EVERY_CALL;

    /** Faults that Gmail reports; the token endpoint reports the others. */
    private static final Set<String> REPORTED_BY_GMAIL =
            Set.of("gmail_api_disabled", "consumer_suspended", "consumer_invalid", "billing_disabled");

    static {
        var ofEveryCall = new HashSet<>(REPORTED_BY_GMAIL);
        ofEveryCall.addAll(Set.of("invalid_client", "deleted_client", "disabled_client"));
        OF_EVERY_CALL = Set.copyOf(ofEveryCall);
    }

    /**
     * A little less than the minute after which a waiting mailbox asks again, so that even a single mailbox gets its
     * turn.
     */
    private static final Duration TRY_EVERY = Duration.ofSeconds(50);

    /** Waiting mailboxes ask at least every few minutes, so a fault that has not been seen for this long is over. */
    private static final Duration OVER_AFTER = Duration.ofMinutes(15);

    /** How long the list of faults is reused; a mailbox makes several calls a second. */
    private static final long KNOWN_FOR_NANOS = Duration.ofSeconds(5).toNanos();

    private final JdbcClient jdbc;
    private volatile @Nullable Known known;

    OperatorFaults(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a call goes; a fault of one endpoint does not hold back calls to the other. */
    public enum Endpoint {
        TOKEN,
        GMAIL
    }

    /**
     * A fault that is not fixed yet.
     *
     * @param code a constant word
     */
    public record Open(String code, Endpoint endpoint, Instant since) {
        /** What the operator can do about it. */
        public String remedy() {
            return OperatorFaults.remedy(code);
        }
    }

    private record Known(List<Open> open, long readAt) {}

    /**
     * Makes a call, unless a known fault already answers it.
     *
     * @throws GoogleFailure.OperatorFault when Google refuses the deployment, whether or not this call was made
     */
    public <T> T call(Endpoint endpoint, Supplier<T> request) {
        boolean alarm = false;
        for (Open fault : open()) {
            if (fault.endpoint() == endpoint && OF_EVERY_CALL.contains(fault.code())) {
                if (!mayTry(fault)) {
                    throw new GoogleFailure.OperatorFault(fault.code(), false);
                }
                alarm = true;
            }
        }
        T answer;
        try {
            answer = request.get();
        } catch (GoogleFailure.OperatorFault fault) {
            if (fault.wasAsked()) {
                raise(fault.code());
            }
            throw fault;
        } catch (GoogleFailure.GrantRevoked clientIsFine) {
            if (alarm && endpoint == Endpoint.TOKEN) {
                end(endpoint);
            }
            throw clientIsFine;
        }
        if (alarm) {
            end(endpoint);
        }
        return answer;
    }

    /** The faults that are not fixed, as of some seconds ago. */
    public List<Open> open() {
        Known last = known;
        if (last == null || System.nanoTime() - last.readAt() > KNOWN_FOR_NANOS) {
            last = new Known(read(), System.nanoTime());
            known = last;
        }
        return last.open();
    }

    /** What the operator can do about a fault. */
    public static String remedy(String code) {
        return switch (code) {
            case "invalid_client", "deleted_client", "disabled_client" ->
                "Google does not accept this Mailkeep's OAuth client. Correct GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET:"
                        + " https://console.cloud.google.com/auth/clients";
            case "gmail_api_disabled" ->
                "The Gmail API is not enabled in the Google Cloud project of GOOGLE_CLIENT_ID. Enable it:"
                        + " https://console.cloud.google.com/apis/library/gmail.googleapis.com";
            case "consumer_suspended" ->
                "Google has suspended the Google Cloud project of GOOGLE_CLIENT_ID. Google's e-mail to the project's owners"
                        + " says why and how to appeal: https://console.cloud.google.com/home/dashboard";
            case "consumer_invalid" ->
                "Google does not know the Google Cloud project of GOOGLE_CLIENT_ID any more: it was deleted or never"
                        + " existed. Restore it, or set another client: https://console.cloud.google.com/cloud-resource-manager";
            case "billing_disabled" ->
                "Google wants a billing account for the Google Cloud project of GOOGLE_CLIENT_ID:"
                        + " https://console.cloud.google.com/billing";
            case "unauthorized_client" ->
                "Stored access was given to another OAuth client than GOOGLE_CLIENT_ID. Set the client that people"
                        + " connected with, or ask them to reconnect";
            case "redirect_uri_mismatch" ->
                "The OAuth client does not know this Mailkeep's address. Add PUBLIC_URL with /auth/callback to its redirect"
                        + " URIs: https://console.cloud.google.com/auth/clients. With GOOGLE_POPUP=on,"
                        + " GOOGLE_POPUP_REDIRECT_URI may be wrong instead";
            default -> "Google refuses this Mailkeep's requests as invalid. Check its set-up at Google Cloud";
        };
    }

    private List<Open> read() {
        jdbc.sql("""
                        delete from operator_faults
                        where last_seen_at < now() - make_interval(secs => :seconds) returning code
                        """)
                .param("seconds", OVER_AFTER.toSeconds())
                .query(String.class)
                .list()
                .forEach(code -> log.info("{} has not occurred for a while and counts as fixed", code));
        return jdbc.sql("select code, endpoint, since from operator_faults order by code")
                .query((row, n) -> new Open(
                        row.getString("code"),
                        Endpoint.valueOf(row.getString("endpoint")),
                        row.getTimestamp("since").toInstant()))
                .list();
    }

    /** Whether it is this call's turn to try; only one call gets the turn, across all processes. */
    private boolean mayTry(Open fault) {
        return jdbc.sql("""
                                update operator_faults set probe_at = now() + make_interval(secs => :seconds)
                                where code = :code and probe_at <= now()
                                """)
                        .param("seconds", TRY_EVERY.toSeconds())
                        .param("code", fault.code())
                        .update()
                == 1;
    }

    private void raise(String code) {
        boolean isNew = jdbc.sql("""
                        insert into operator_faults (code, endpoint, probe_at)
                        values (:code, :endpoint, now() + make_interval(secs => :seconds))
                        on conflict (code) do update set last_seen_at = now()
                        returning xmax = 0
                        """)
                .param("code", code)
                .param("endpoint", (REPORTED_BY_GMAIL.contains(code) ? Endpoint.GMAIL : Endpoint.TOKEN).name())
                .param("seconds", TRY_EVERY.toSeconds())
                .query(Boolean.class)
                .single();
        known = null;
        if (isNew) {
            log.error("{}: {}. Mailboxes wait, and continue by themselves once it is fixed", code, remedy(code));
        }
    }

    private void end(Endpoint endpoint) {
        jdbc.sql("delete from operator_faults where endpoint = :endpoint and code = any(:codes) returning code, since")
                .param("endpoint", endpoint.name())
                .param("codes", OF_EVERY_CALL.toArray(String[]::new))
                .query((row, n) -> new Ended(row.getString("code"), row.getTimestamp("since")))
                .list()
                .forEach(ended -> log.info(
                        "{} is fixed; it had been open since {}",
                        ended.code(),
                        ended.since().toInstant()));
        known = null;
    }

    private record Ended(String code, Timestamp since) {}
}
