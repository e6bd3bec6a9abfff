package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.OperatorFaults;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.mail.EmailMessages;
import dev.mailkeep.activities.mailbox.Addresses;
import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.mailbox.SignsOfLife;
import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.token.AccessTokens;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.activities.token.Revocations;
import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.MailboxActivities;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.TokenActivities;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Puts the steps of a sync together. */
@Configuration(proxyBeanMethods = false)
@Import(SyncRecordsConfiguration.class)
public class SyncConfiguration {

    @Bean
    Steps steps(Mailboxes mailboxes, AccessTokens tokens, Conditions conditions, OperatorFaults operatorFaults) {
        return new Steps(mailboxes, tokens, conditions, operatorFaults);
    }

    @Bean
    Watches watches(GmailApi gmail, Mailboxes mailboxes, PushSettings push, JdbcClient jdbc) {
        return new Watches(gmail, mailboxes, push, jdbc);
    }

    @Bean
    Commands commands(
            Mailboxes mailboxes,
            RefreshTokens tokens,
            ListingRuns listingRuns,
            Watches watches,
            SignsOfLife signs,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new Commands(mailboxes, tokens, listingRuns, watches, signs, feed, audit, jdbc, transactions);
    }

    @Bean
    Plans plans(
            GmailApi gmail,
            Mailboxes mailboxes,
            Conditions conditions,
            Steps steps,
            KnownIds known,
            QuotaSettings quota,
            JdbcClient jdbc) {
        return new Plans(gmail, mailboxes, conditions, steps, known, quota, jdbc);
    }

    @Bean
    FormerSenders formerSenders(JdbcClient jdbc) {
        return new FormerSenders(jdbc);
    }

    @Bean
    SenderChanges senderChanges(
            Mailboxes mailboxes,
            EmailMessages messages,
            Listings listings,
            ListingRuns listingRuns,
            Unproven unproven,
            ImportCounts counts,
            MessageQueue queue,
            Rechecks rechecks,
            Settled settled,
            Plans plans,
            FormerSenders former,
            SyncRuns runs,
            Intervals intervals,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new SenderChanges(
                mailboxes,
                messages,
                listings,
                listingRuns,
                unproven,
                counts,
                queue,
                rechecks,
                settled,
                plans,
                former,
                runs,
                intervals,
                feed,
                audit,
                jdbc,
                transactions);
    }

    @Bean
    Quarantine quarantine(Mailboxes mailboxes, ChangeFeed feed, JdbcClient jdbc, TransactionOperations transactions) {
        return new Quarantine(mailboxes, feed, jdbc, transactions);
    }

    @Bean
    TokenActivities tokenActivities(Steps steps, AccessTokens tokens, Revocations revocations) {
        return new TokenActivitiesImpl(steps, tokens, revocations);
    }

    @Bean
    Look look(
            GmailApi gmail,
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            Settled settled,
            KnownIds known,
            Undecided undecided,
            Unproven unproven,
            ListingRuns listingRuns,
            Audits audits,
            ImportCounts counts,
            SyncRuns runs,
            SyncState state,
            Setbacks setbacks,
            Addresses addresses,
            Intervals intervals,
            QuotaSettings quota,
            ChangeFeed feed,
            JdbcClient jdbc) {
        var writer =
                new LookWriter(messages, queue, settled, undecided, counts, audits, runs, state, intervals, feed, jdbc);
        var candidates = new Candidates(gmail, quota, setbacks, undecided);
        return new Look(
                gmail,
                mailboxes,
                known,
                undecided,
                candidates,
                unproven,
                listingRuns,
                setbacks,
                addresses,
                writer,
                jdbc);
    }

    @Bean
    Searching searching(
            GmailApi gmail,
            Mailboxes mailboxes,
            MessageQueue queue,
            Rechecks rechecks,
            Settled settled,
            Undecided undecided,
            Unproven unproven,
            Listings listings,
            ListingRuns listingRuns,
            Setbacks setbacks,
            Audits audits,
            ImportCounts counts,
            SyncRuns runs,
            SyncState state,
            ChangeFeed feed,
            JdbcClient jdbc) {
        var reconciling = new Reconciling(jdbc, rechecks, listingRuns, audits, counts, undecided, unproven);
        return new Searching(
                gmail, mailboxes, queue, settled, listings, setbacks, reconciling, runs, state, feed, counts);
    }

    @Bean
    GmailActivities gmailActivities(Steps steps, Look look, Searching searching, Watches watches, SyncState state) {
        return new GmailActivitiesImpl(steps, look, searching, watches, state);
    }

    @Bean
    MessageActivities messageActivities(
            GmailApi gmail,
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            Settled settled,
            ImportCounts counts,
            SyncRuns runs,
            SyncState state,
            Setbacks setbacks,
            ChangeFeed feed,
            Steps steps,
            QuotaBudget budget,
            QuotaSettings quota,
            ExecutorService fetchThreads) {
        var writer = new StoreWriter(mailboxes, messages, queue, settled, runs, state, feed, counts);
        return new MessageActivitiesImpl(
                steps, new Storing(gmail, mailboxes, queue, setbacks, writer, fetchThreads, budget, quota), state);
    }

    @Bean
    MailboxActivities mailboxActivities(
            Steps steps,
            Commands commands,
            Mailboxes mailboxes,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new MailboxActivitiesImpl(steps, commands, mailboxes, feed, audit, jdbc, transactions);
    }

    /** Threads that wait for Gmail; each store uses as many as may be in flight for one mailbox. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService fetchThreads() {
        var number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "gmail-fetch-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
