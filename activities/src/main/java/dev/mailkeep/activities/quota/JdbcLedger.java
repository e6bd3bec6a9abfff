package dev.mailkeep.activities.quota;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ledger in PostgreSQL, whose clock is the same for all processes. */
@Component
public final class JdbcLedger implements Ledger {

    private static final Logger log = LoggerFactory.getLogger(JdbcLedger.class);

    private final JdbcClient jdbc;
    private final UUID holder;

    @Autowired
    JdbcLedger(JdbcClient jdbc) {
        this(jdbc, UUID.randomUUID());
    }

    JdbcLedger(JdbcClient jdbc, UUID holder) {
        this.jdbc = jdbc;
        this.holder = holder;
    }

    @Override
    public List<UsageOfOtherProcess> usageOfOtherProcesses(String account) {
        return jdbc.sql("""
                        select units, extract(epoch from clock_timestamp() - written_at) as age from quota_spent
                        where google_sub = :account and holder <> :holder
                          and written_at > clock_timestamp() - interval '1 minute'
                        """)
                .param("account", account)
                .param("holder", holder)
                .query(JdbcLedger::elsewhere)
                .list();
    }

    private static UsageOfOtherProcess elsewhere(ResultSet row, int number) throws SQLException {
        Array units = row.getArray("units");
        int[] seconds = Arrays.stream((Integer[]) units.getArray())
                .mapToInt(Integer::intValue)
                .toArray();
        long age =
                Math.max(0, (long) (row.getDouble("age") * Duration.ofSeconds(1).toNanos()));
        return new UsageOfOtherProcess(seconds, age);
    }

    @Override
    public void write(String account, int[] seconds) {
        try {
            writeUnits(account, seconds);
        } catch (DataAccessException away) {
            // The next process starts without it: it spends evenly and has nothing to catch up on.
            log.debug(
                    "The quota that this process spent could not be recorded: {}",
                    away.getClass().getSimpleName());
        }
    }

    private void writeUnits(String account, int[] seconds) {
        jdbc.sql("""
                        insert into quota_spent (google_sub, holder, written_at, units)
                        values (:account, :holder, clock_timestamp(), cast(:units as integer[]))
                        on conflict (google_sub, holder) do update
                            set written_at = excluded.written_at, units = excluded.units
                        """)
                .param("account", account)
                .param("holder", holder)
                .param("units", Arrays.stream(seconds).boxed().toArray(Integer[]::new))
                .update();
        jdbc.sql("delete from quota_spent where google_sub = :account and written_at < now() - interval '2 minutes'")
                .param("account", account)
                .update();
    }

    /** Removes what no longer counts. The owner of the account may have left. */
    public void forgetOld() {
        jdbc.sql("delete from quota_spent where written_at < now() - interval '2 minutes'")
                .update();
    }
}
