package dev.mailkeep.activities.sync;

import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.QuotaBudget;
import dev.mailkeep.activities.google.QuotaSettings;
import dev.mailkeep.activities.mail.EmailMessages;
import dev.mailkeep.activities.mailbox.AuditLog;
import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.mailbox.Conditions;
import dev.mailkeep.activities.mailbox.Mailboxes;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Puts the steps of a sync together. */
@Configuration(proxyBeanMethods = false)
public class SyncConfiguration {

    @Bean
    Listings listings(JdbcClient jdbc) {
        return new Listings(jdbc);
    }

    @Bean
    MessageQueue messageQueue(JdbcClient jdbc) {
        return new MessageQueue(jdbc);
    }

    @Bean
    Undecided undecided(JdbcClient jdbc) {
        return new Undecided(jdbc);
    }

    @Bean
    SyncRuns syncRuns(JdbcClient jdbc) {
        return new SyncRuns(jdbc);
    }

    @Bean
    SyncState syncState(JdbcClient jdbc, Mailboxes mailboxes, ChangeFeed feed) {
        return new SyncState(jdbc, mailboxes, feed);
    }

    @Bean
    Steps steps(Mailboxes mailboxes, AccessTokens tokens, Conditions conditions) {
        return new Steps(mailboxes, tokens, conditions);
    }

    @Bean
    Commands commands(
            Mailboxes mailboxes,
            RefreshTokens tokens,
            Listings listings,
            SyncRuns runs,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new Commands(mailboxes, tokens, listings, runs, feed, audit, jdbc, transactions);
    }

    @Bean
    Plans plans(
            GmailApi gmail,
            Mailboxes mailboxes,
            Conditions conditions,
            Steps steps,
            QuotaSettings quota,
            JdbcClient jdbc) {
        return new Plans(gmail, mailboxes, conditions, steps, quota, jdbc);
    }

    @Bean
    SenderChanges senderChanges(
            Mailboxes mailboxes,
            Listings listings,
            MessageQueue queue,
            Plans plans,
            SyncRuns runs,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new SenderChanges(mailboxes, listings, queue, plans, runs, feed, audit, jdbc, transactions);
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
    GmailActivities gmailActivities(
            GmailApi gmail,
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            Undecided undecided,
            Listings listings,
            SyncRuns runs,
            SyncState state,
            ChangeFeed feed,
            JdbcClient jdbc,
            Steps steps) {
        var look = new Look(gmail, mailboxes, messages, queue, undecided, listings, runs, state, feed, jdbc);
        var reconciling = new Reconciling(jdbc, queue, listings, undecided);
        var searching = new Searching(gmail, mailboxes, queue, listings, reconciling, runs, state, feed, jdbc);
        return new GmailActivitiesImpl(steps, look, searching, state);
    }

    @Bean
    MessageActivities messageActivities(
            GmailApi gmail,
            Mailboxes mailboxes,
            EmailMessages messages,
            MessageQueue queue,
            SyncRuns runs,
            SyncState state,
            ChangeFeed feed,
            JdbcClient jdbc,
            Steps steps,
            QuotaSettings quota,
            ExecutorService fetchThreads) {
        var writer = new StoreWriter(mailboxes, messages, queue, runs, state, feed, jdbc);
        return new MessageActivitiesImpl(steps, new Storing(gmail, queue, writer, fetchThreads, quota), state);
    }

    @Bean
    MailboxActivities mailboxActivities(
            Steps steps,
            Commands commands,
            Mailboxes mailboxes,
            QuotaBudget budget,
            ChangeFeed feed,
            AuditLog audit,
            JdbcClient jdbc,
            TransactionOperations transactions) {
        return new MailboxActivitiesImpl(steps, commands, mailboxes, budget, feed, audit, jdbc, transactions);
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
