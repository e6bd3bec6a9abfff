package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.fixture.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Events in the mailbox at Gmail, and of its grant. */
final class GmailMailbox {

    private static final Duration OLDEST = Duration.ofDays(6 * 365);
    private static final Set<String> HIDING = Set.of("SPAM", "TRASH", "DRAFT", "CHAT");

    /** A From header and the addresses that it really names. */
    private record Correspondent(String from, List<String> addresses) {
        Correspondent(String from, String... addresses) {
            this(from, List.of(addresses));
        }
    }

    private static final List<Correspondent> CORRESPONDENTS = List.of(
            new Correspondent("Boss <boss@corp.example>", "boss@corp.example"),
            new Correspondent("BOSS@Corp.Example", "boss@corp.example"),
            new Correspondent("Friend <friend@corp.example>", "friend@corp.example"),
            new Correspondent("The List <news@list.example>", "news@list.example"),
            new Correspondent("digest@list.example", "digest@list.example"),
            new Correspondent("team@sub.list.example", "team@sub.list.example"),
            new Correspondent("Notboss <notboss@corp.example>", "notboss@corp.example"),
            new Correspondent("\"boss@corp.example\" <evil@elsewhere.example>", "evil@elsewhere.example"),
            new Correspondent("boss@corp.example.elsewhere.example", "boss@corp.example.elsewhere.example"),
            new Correspondent(
                    "Friend <friend@corp.example>, Boss <boss@corp.example>",
                    "friend@corp.example",
                    "boss@corp.example"),
            new Correspondent("Someone <someone@elsewhere.example>", "someone@elsewhere.example"));

    private final MailboxFixture mailkeep;
    private final Truth truth;
    private final Time time;
    private final Random random;
    private final EventLog log;

    GmailMailbox(MailboxFixture mailkeep, Truth truth, Time time, Random random, EventLog log) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.time = time;
        this.random = random;
        this.log = log;
    }

    /** Makes something happen that may happen at any moment, even while a step runs. */
    void act() {
        int what = random.nextInt(100);
        if (what < 48 || truth.present.isEmpty()) {
            deliver();
        } else if (what < 91) {
            change(truth.present.get(random.nextInt(truth.present.size())));
        } else if (what < 94) {
            log.note("access tokens expire");
            mailkeep.account().expireAccessTokens();
        } else if (what < 96) {
            log.note("history expires");
            truth.historyLost();
            mailkeep.account().expireHistory();
        } else if (what < 98) {
            log.note("the grant is revoked");
            mailkeep.account().revokeGrants();
        } else {
            for (int i = 0; i < 8; i++) {
                deliver();
            }
        }
    }

    private void deliver() {
        Correspondent from = CORRESPONDENTS.get(random.nextInt(CORRESPONDENTS.size()));
        boolean old = random.nextInt(4) == 0;
        Duration age = old ? Duration.ofSeconds((long) (random.nextDouble() * OLDEST.toSeconds())) : Duration.ZERO;
        Mail.Builder mail = Mail.from(from.from()).receivedAt(time.atGmail().minus(age));
        int where = random.nextInt(10);
        if (where == 0) {
            mail.labels("SPAM", "UNREAD");
        } else if (where == 1) {
            mail.labels("DRAFT");
        }
        var message = new Message(mailkeep.account().deliver(mail.build()), from.addresses());
        message.visibleSince = where > 1 ? time.atGmail() : null;
        truth.arrived(message);
        log.note("delivered " + message.id + " " + from.from() + (old ? " dated " + age.toDays() + " d ago" : "")
                + (where == 0 ? " into spam" : where == 1 ? " as a draft" : ""));
    }

    private void change(Message message) {
        switch (random.nextInt(9)) {
            case 0 -> {
                log.note("deleted " + message.id);
                mailkeep.account().delete(message.id);
                truth.deleted(message);
                message.relabelled = true;
            }
            case 1, 2, 3 -> toggle(message, "SPAM");
            case 4, 5 -> toggle(message, "TRASH");
            case 6 -> toggle(message, "UNREAD");
            case 7 -> toggle(message, "Label_7");
            default -> {
                if (mailkeep.account().labels(message.id).contains("DRAFT")) {
                    toggle(message, "DRAFT");
                } else {
                    toggle(message, "SPAM");
                }
            }
        }
    }

    private void toggle(Message message, String label) {
        boolean has = mailkeep.account().labels(message.id).contains(label);
        log.note((has ? "-" : "+") + label + " " + message.id);
        if (has) {
            mailkeep.account().removeLabels(message.id, label);
        } else {
            mailkeep.account().addLabels(message.id, label);
        }
        message.relabelled = true;
        boolean visible = mailkeep.account().labels(message.id).stream().noneMatch(HIDING::contains);
        if (!visible) {
            message.visibleSince = null;
        } else if (message.visibleSince == null) {
            message.visibleSince = time.atGmail();
        }
    }
}
