package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.fixture.MailboxFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Lets time pass for Gmail and for Mailkeep without waiting: Gmail's clock is put forward, and all times in Mailkeep's
 * database become that much older. The line between the two translates, so that both agree on the time.
 */
final class Time {

    private final MailboxFixture mailkeep;
    private final List<String> statements;
    private volatile Duration passed = Duration.ZERO;

    Time(MailboxFixture mailkeep) {
        this.mailkeep = mailkeep;
        mailkeep.wire().gmailIsAhead(() -> passed);
        statements = mailkeep.jdbc().sql("""
                        select 'update ' || quote_ident(table_name) || ' set '
                            || string_agg(quote_ident(column_name) || ' = ' || quote_ident(column_name)
                                          || ' - make_interval(secs => :passed)', ', ')
                        from information_schema.columns
                        where table_schema = 'public' and data_type = 'timestamp with time zone'
                          and (table_name in ('mailboxes', 'token_endpoint_backoff', 'operator_faults') or table_name in (
                              select table_name from information_schema.columns where column_name = 'mailbox_id'))
                          -- Rows are only added, and no code reads their times.
                          and table_name <> 'audit_log'
                        group by table_name
                        """).query(String.class).list();
    }

    /** Lets whole seconds pass. No step may be running. */
    void pass(Duration by) {
        long seconds = by.toSeconds();
        mailkeep.google().clock().advance(Duration.ofSeconds(seconds));
        passed = passed.plusSeconds(seconds);
        for (String statement : statements) {
            mailkeep.jdbc().sql(statement).param("passed", seconds).update();
        }
        mailkeep.jdbc()
                .sql("update listings set after_epoch = after_epoch - :passed, before_epoch = before_epoch - :passed")
                .param("passed", seconds)
                .update();
    }

    /** An instant of Gmail's clock in Mailkeep's clock. */
    Instant here(Instant atGmail) {
        return atGmail.minus(passed);
    }

    Instant atGmail() {
        return mailkeep.google().clock().instant();
    }
}
