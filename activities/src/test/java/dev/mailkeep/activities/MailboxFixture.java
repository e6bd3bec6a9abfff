package dev.mailkeep.activities;

import com.zaxxer.hikari.HikariDataSource;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.PushSettings;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mailbox.MailboxRow;
import dev.mailkeep.activities.mailbox.Mailboxes;
import dev.mailkeep.activities.quota.QuotaSettings;
import dev.mailkeep.activities.sync.Commands;
import dev.mailkeep.activities.sync.senders.SenderChanges;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.activities.token.GrantOwner;
import dev.mailkeep.activities.token.RefreshTokens;
import dev.mailkeep.simulator.SimulatedGoogle;
import dev.mailkeep.simulator.SimulatorSettings;
import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.contract.FindMode;
import dev.mailkeep.workflows.contract.GmailActivities;
import dev.mailkeep.workflows.contract.MailboxActivities;
import dev.mailkeep.workflows.contract.MessageActivities;
import dev.mailkeep.workflows.contract.NotificationActivities;
import dev.mailkeep.workflows.contract.Progress;
import dev.mailkeep.workflows.contract.TokenActivities;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.testing.TestActivityEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailSender;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The production activities, wired as in the process, on a real PostgreSQL and a simulated Google, with one connected
 * mailbox.
 */
public final class MailboxFixture implements AutoCloseable {

    public static final String OWNER = "ada@gmail.example";
    public static final String BOSS = "boss@corp.example";

    public final SimulatedGoogle google;
    public final SimulatedAccount account;
    public final GmailWire wire;
    public final HikariDataSource dataSource;
    public final JdbcClient jdbc;
    public final UUID userId = UUID.randomUUID();
    public final UUID mailboxId;
    public final GmailActivities gmail;
    public final MessageActivities messages;
    public final TokenActivities tokens;
    public final MailboxActivities row;
    public final NotificationActivities notifications;

    private final AnnotationConfigApplicationContext context;
    private final TestActivityEnvironment temporal = TestActivityEnvironment.newInstance();
    private final TestActivityEnvironment elsewhere = TestActivityEnvironment.newInstance();
    private final GmailActivities gmailElsewhere;
    private final MessageActivities messagesElsewhere;

    private MailboxFixture(Quirks quirks, Quota allowed, QuotaSettings used, List<MailSender> smtp) {
        this(quirks, allowed, used, PushSettings.off(), smtp, UnaryOperator.identity());
    }

    private MailboxFixture(
            Quirks quirks,
            Quota allowed,
            QuotaSettings used,
            PushSettings push,
            List<MailSender> smtp,
            UnaryOperator<DataSource> access) {
        google = SimulatedGoogle.start(
                SimulatorSettings.defaults().withQuirks(quirks).withQuota(allowed));
        account = google.addAccount(OWNER, "Ada");
        wire = new GmailWire(google.gmailBaseUri());
        dataSource = TestDatabase.fresh();
        jdbc = JdbcClient.create(dataSource);
        DataSource usedData = access.apply(dataSource);
        context = Production.wire(usedData, JdbcClient.create(usedData), googleSettings(), push, used, smtp);
        elsewhere.registerActivitiesImplementations(bean(GmailActivities.class), bean(MessageActivities.class));
        gmailElsewhere = stub(elsewhere, GmailActivities.class);
        messagesElsewhere = stub(elsewhere, MessageActivities.class);
        temporal.registerActivitiesImplementations(
                context.getBeansWithAnnotation(ActivityInterface.class).values().toArray());
        gmail = stub(temporal, GmailActivities.class);
        messages = stub(temporal, MessageActivities.class);
        tokens = stub(temporal, TokenActivities.class);
        row = stub(temporal, MailboxActivities.class);
        notifications = stub(temporal, NotificationActivities.class);
        jdbc.sql("insert into users (id, issuer, google_sub, email) values (:id, :issuer, :sub, :email)")
                .param("id", userId)
                .param("issuer", google.issuer())
                .param("sub", account.sub())
                .param("email", OWNER)
                .update();
        mailboxId = connect(account);
    }

    /** A Gmail at its worst, without limits. */
    public static MailboxFixture unkind() {
        return of(Quirks.unkind());
    }

    /** A Gmail that does what one would think, without limits. */
    public static MailboxFixture kind() {
        return of(Quirks.kind());
    }

    public static MailboxFixture of(Quirks quirks) {
        return new MailboxFixture(quirks, Quota.unlimited(), unhurried(), List.of());
    }

    public static MailboxFixture kind(MailSender smtp) {
        return new MailboxFixture(Quirks.kind(), Quota.unlimited(), unhurried(), List.of(smtp));
    }

    /**
     * Without limits, at most so many calls in flight, and with the process's way to PostgreSQL in the test's hands.
     *
     * @param access what the process uses in the place of the database itself; the fixture goes on using the latter
     */
    public static MailboxFixture through(Quirks quirks, int inFlight, UnaryOperator<DataSource> access) {
        return new MailboxFixture(
                quirks, Quota.unlimited(), unhurried(inFlight), PushSettings.off(), List.of(), access);
    }

    /** With the quota of today on both sides. */
    public static MailboxFixture withQuotaOfToday() {
        return withQuota(Quota.ofToday(), QuotaSettings.ofToday());
    }

    /** With a quota on both sides. */
    public static MailboxFixture withQuota(Quota allowed, QuotaSettings used) {
        return new MailboxFixture(Quirks.kind(), allowed, used, List.of());
    }

    /** With a quota on our side only. */
    public static MailboxFixture using(QuotaSettings quota) {
        return new MailboxFixture(Quirks.kind(), Quota.unlimited(), quota, List.of());
    }

    /** With a Gmail that is asked to push, and the quota of today on both sides. */
    public static MailboxFixture pushing(PushSettings push) {
        return new MailboxFixture(
                Quirks.kind(), Quota.ofToday(), QuotaSettings.ofToday(), push, List.of(), UnaryOperator.identity());
    }

    private static QuotaSettings unhurried() {
        return unhurried(4);
    }

    private static QuotaSettings unhurried(int inFlight) {
        return new QuotaSettings(1_000_000_000, 1_000_000_000, 1, inFlight, 20, 5, 2, 1, 100);
    }

    private GoogleSettings googleSettings() {
        return new GoogleSettings(
                "simulated-client",
                "simulated-secret",
                google.authorizationUri(),
                google.tokenUri(),
                google.revocationUri(),
                google.jwksUri(),
                google.issuer(),
                wire.uri(),
                // Nothing here hangs: a machine under load must not look like an outage of Google's.
                Duration.ofSeconds(60),
                Duration.ofSeconds(60));
    }

    private static <T> T stub(TestActivityEnvironment worker, Class<T> activities) {
        return worker.newActivityStub(
                activities,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(3))
                        .setHeartbeatTimeout(Duration.ofSeconds(30))
                        .setRetryOptions(
                                RetryOptions.newBuilder().setMaximumAttempts(1).build())
                        .build());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Connects an account as a mailbox of the user: a round to Google, then the rows. */
    public UUID connect(SimulatedAccount of) {
        UUID id = UUID.randomUUID();
        jdbc.sql("""
                        insert into mailboxes (id, user_id, issuer, google_sub, email, sync_interval_seconds)
                        values (:id, :user, :issuer, :sub, :email, 300)
                        """)
                .param("id", id)
                .param("user", userId)
                .param("issuer", google.issuer())
                .param("sub", of.sub())
                .param("email", of.email())
                .update();
        saveGrant(id, of);
        return id;
    }

    /** As the page does when the person reconnects. */
    public void reconnect() {
        bean(TransactionOperations.class).executeWithoutResult(status -> {
            bean(Mailboxes.class).lock(mailboxId);
            saveGrant(mailboxId, account);
            bean(JdbcClient.class).sql("""
                            update mailboxes
                            set generation = generation + 1, condition = 'OK', cause = null, condition_since = null
                            where id = :id
                            """).param("id", mailboxId).update();
        });
    }

    private void saveGrant(UUID id, SimulatedAccount of) {
        TokenEndpoint.Tokens granted = Consent.give(google, of, bean(TokenEndpoint.class));
        String refreshToken = granted.refreshToken();
        if (refreshToken == null) {
            throw new IllegalStateException("no refresh token");
        }
        bean(RefreshTokens.class).save(new GrantOwner(id, userId, google.issuer(), of.sub()), granted, refreshToken);
    }

    /** Sets the senders as the page does. */
    public void watch(String... senders) {
        change(Removed.KEEP, senders);
    }

    public void change(Removed removed, String... senders) {
        List<Sender> parsed = Arrays.stream(senders).map(Sender::parse).toList();
        bean(SenderChanges.class).set(userId, mailboxId, version -> true, parsed, removed);
    }

    /** Writes a command as the page does. */
    public long command(Kind kind) {
        return bean(Commands.class).write(userId, mailboxId, kind, null).orElseThrow();
    }

    public Progress check() {
        return gmail.findMessages(mailboxId, FindMode.CHECK);
    }

    public Progress search() {
        return gmail.findMessages(mailboxId, FindMode.LISTING);
    }

    public Progress store() {
        return messages.storeMessages(mailboxId);
    }

    /** Looks while another activity of this mailbox is under way. */
    public Progress checkElsewhere() {
        return gmailElsewhere.findMessages(mailboxId, FindMode.CHECK);
    }

    /** Lists while another activity of this mailbox is under way. */
    public Progress searchElsewhere() {
        return gmailElsewhere.findMessages(mailboxId, FindMode.LISTING);
    }

    /** Stores while another activity of this mailbox is under way. */
    public Progress storeElsewhere() {
        return messagesElsewhere.storeMessages(mailboxId);
    }

    /** Looks, then does what progress says is to be done, as the workflow would; what waits for later is done now. */
    public Progress settle() {
        Progress progress = check();
        int hurried = 0;
        for (int step = 0; step < 300; step++) {
            if (progress.listing()) {
                progress = search();
            } else if (progress.ready()) {
                progress = store();
            } else if (progress.readyAt() != null && hurried++ < 5) {
                hurryQueue();
                trySetbacksAgain();
                progress = store();
            } else {
                return progress;
            }
        }
        throw new AssertionError("Never settles: " + progress);
    }

    /** Settles, and lists undecided messages again as often as they would be, the search catching up meanwhile. */
    public Progress settleWithRelistings() {
        Progress progress = settle();
        while (count("unconfirmed_candidates where list_at is not null") > 0) {
            relistNow();
            progress = settle();
        }
        return progress;
    }

    /** Queued messages that may be fetched later may be fetched now. */
    public void hurryQueue() {
        jdbc.sql("update message_queue set not_before = now()").update();
    }

    /** The minute is over in which nobody tries whether the operator has mended what is wrong. */
    public void tryWhetherItIsMended() {
        jdbc.sql("update operator_faults set probe_at = now()").update();
    }

    /** What failed and rests is tried again at the next occasion. */
    public void trySetbacksAgain() {
        jdbc.sql("update search_failures set next_attempt_at = now()").update();
    }

    /** The hour in which undecided messages are listed again is over. */
    public void relistNow() {
        google.clock().advance(Duration.ofHours(1));
        jdbc.sql("update unconfirmed_candidates set list_at = now() where list_at is not null")
                .update();
    }

    /** Makes an audit due, and the search complete. */
    public void auditIsDue() {
        google.clock().advance(Duration.ofHours(2));
        jdbc.sql("update mailboxes set last_audit_at = now() - interval '25 hours'")
                .update();
        jdbc.sql("update unconfirmed_candidates set seen_at = seen_at - interval '25 hours'")
                .update();
    }

    /** Delivers a plain message and returns its id. */
    public String deliver(String from) {
        return account.deliver(Mail.from(from)
                .subject("A message from " + from)
                .receivedAt(google.clock().instant())
                .build());
    }

    public String deliver(String from, Instant receivedAt) {
        return account.deliver(Mail.from(from).receivedAt(receivedAt).build());
    }

    /** Delivers so many messages of the boss, watches him and lists them all: they are queued. Returns their ids. */
    public Set<String> queue(int messages) {
        var ids = new LinkedHashSet<String>();
        for (int i = 0; i < messages; i++) {
            ids.add(account.deliver(Mail.from(BOSS).subject("Number " + i).build()));
        }
        watch(BOSS);
        check();
        while (search().listing()) {
            // Listing goes on.
        }
        return ids;
    }

    /** Watches the boss, then delivers so many messages of his and looks: they are queued. */
    public void queueLive(int messages) {
        watch(BOSS);
        settle();
        for (int i = 0; i < messages; i++) {
            deliver(BOSS);
        }
        check();
    }

    /** Delivers a message of the watched sender and stores it. */
    public String stored(String from) {
        String id = deliver(from);
        settle();
        if (!storedIds().contains(id)) {
            throw new AssertionError("not stored");
        }
        return id;
    }

    public MailboxRow mailbox() {
        return bean(Mailboxes.class).find(mailboxId).orElseThrow();
    }

    public Set<String> storedIds() {
        return new LinkedHashSet<>(jdbc.sql("select message_id from email_messages where mailbox_id = :id")
                .param("id", mailboxId)
                .query(String.class)
                .list());
    }

    public Set<String> labels(String messageId) {
        return jdbc.sql("select unnest(labels) from email_messages where message_id = :id")
                .param("id", messageId)
                .query(String.class)
                .set();
    }

    public boolean deleted(String messageId) {
        return jdbc.sql("select deleted_at is not null from email_messages where message_id = :id")
                .param("id", messageId)
                .query(Boolean.class)
                .single();
    }

    /** One number. */
    public int count(String sql) {
        return jdbc.sql("select count(*) from " + sql).query(Integer.class).single();
    }

    /** One value, as text. */
    public String value(String column) {
        return String.valueOf(jdbc.sql("select " + column + " from mailboxes where id = :id")
                .param("id", mailboxId)
                .query((result, n) -> String.valueOf(result.getObject(1)))
                .single());
    }

    @Override
    public void close() {
        temporal.close();
        elsewhere.close();
        context.close();
        dataSource.close();
        wire.close();
        google.close();
    }
}
