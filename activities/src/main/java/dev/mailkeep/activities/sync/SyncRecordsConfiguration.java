package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Mailboxes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the steps of a sync keep in PostgreSQL, table by table. */
@Configuration(proxyBeanMethods = false)
class SyncRecordsConfiguration {

    @Bean
    Listings listings(JdbcClient jdbc) {
        return new Listings(jdbc);
    }

    @Bean
    ImportCounts importCounts(JdbcClient jdbc) {
        return new ImportCounts(jdbc);
    }

    @Bean
    ListingRuns listingRuns(Listings listings, ImportCounts counts, SyncRuns runs, JdbcClient jdbc) {
        return new ListingRuns(listings, counts, runs, jdbc);
    }

    @Bean
    Audits audits(ListingRuns listingRuns, JdbcClient jdbc) {
        return new Audits(listingRuns, jdbc);
    }

    @Bean
    Setbacks setbacks(JdbcClient jdbc) {
        return new Setbacks(jdbc);
    }

    @Bean
    KnownIds knownIds(JdbcClient jdbc) {
        return new KnownIds(jdbc);
    }

    @Bean
    MessageQueue messageQueue(JdbcClient jdbc) {
        return new MessageQueue(jdbc);
    }

    @Bean
    Rechecks rechecks(JdbcClient jdbc) {
        return new Rechecks(jdbc);
    }

    @Bean
    Settled settled(JdbcClient jdbc) {
        return new Settled(jdbc);
    }

    @Bean
    Undecided undecided(JdbcClient jdbc) {
        return new Undecided(jdbc);
    }

    @Bean
    Unproven unproven(Rechecks rechecks, JdbcClient jdbc) {
        return new Unproven(rechecks, jdbc);
    }

    @Bean
    SyncRuns syncRuns(JdbcClient jdbc) {
        return new SyncRuns(jdbc);
    }

    @Bean
    Intervals intervals(JdbcClient jdbc, QuietSettings quiet) {
        return new Intervals(jdbc, quiet);
    }

    @Bean
    SyncState syncState(JdbcClient jdbc, Mailboxes mailboxes, Intervals intervals, ChangeFeed feed) {
        return new SyncState(jdbc, mailboxes, intervals, feed);
    }
}
