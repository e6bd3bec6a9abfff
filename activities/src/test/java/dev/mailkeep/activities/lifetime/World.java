package dev.mailkeep.activities.lifetime;

import dev.mailkeep.activities.MailboxFixture;
import dev.mailkeep.simulator.account.Mail;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What happens in the mailbox at Gmail, and with its grant. */
final class World {

    private static final Duration OLDEST = Duration.ofDays(6 * 365);
    private static final Set<String> HIDING = Set.of("SPAM", "TRASH", "DRAFT", "CHAT");

    /** A From header and the addresses that are really in it. */
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
    private final Random dice;
    private final Diary diary;

    World(MailboxFixture mailkeep, Truth truth, Time time, Random dice, Diary diary) {
        this.mailkeep = mailkeep;
        this.truth = truth;
        this.time = time;
        this.dice = dice;
        this.diary = diary;
    }

    /** Lets something happen that may happen at any moment, also while the product works. */
    void act() {
        int what = dice.nextInt(100);
        if (what < 48 || truth.present.isEmpty()) {
            deliver();
        } else if (what < 91) {
            change(truth.present.get(dice.nextInt(truth.present.size())));
        } else if (what < 94) {
            diary.note("access tokens expire");
            mailkeep.account.expireAccessTokens();
        } else if (what < 96) {
            diary.note("history expires");
            truth.historyLost();
            mailkeep.account.expireHistory();
        } else if (what < 98) {
            diary.note("the grant is revoked");
            mailkeep.account.revokeGrants();
        } else {
            for (int i = 0; i < 8; i++) {
                deliver();
            }
        }
    }

    private void deliver() {
        Correspondent from = CORRESPONDENTS.get(dice.nextInt(CORRESPONDENTS.size()));
        boolean old = dice.nextInt(4) == 0;
        Duration age = old ? Duration.ofSeconds((long) (dice.nextDouble() * OLDEST.toSeconds())) : Duration.ZERO;
        Mail.Builder mail = Mail.from(from.from()).receivedAt(time.atGmail().minus(age));
        int where = dice.nextInt(10);
        if (where == 0) {
            mail.labels("SPAM", "UNREAD");
        } else if (where == 1) {
            mail.labels("DRAFT");
        }
        var letter = new Letter(mailkeep.account.deliver(mail.build()), from.addresses());
        letter.visibleSince = where > 1 ? time.atGmail() : null;
        truth.arrived(letter);
        diary.note("delivered " + letter.id + " " + from.from() + (old ? " dated " + age.toDays() + " d ago" : "")
                + (where == 0 ? " into spam" : where == 1 ? " as a draft" : ""));
    }

    private void change(Letter letter) {
        switch (dice.nextInt(9)) {
            case 0 -> {
                diary.note("deleted " + letter.id);
                mailkeep.account.delete(letter.id);
                truth.deleted(letter);
                letter.relabelled = true;
            }
            case 1, 2, 3 -> toggle(letter, "SPAM");
            case 4, 5 -> toggle(letter, "TRASH");
            case 6 -> toggle(letter, "UNREAD");
            case 7 -> toggle(letter, "Label_7");
            default -> {
                if (mailkeep.account.labels(letter.id).contains("DRAFT")) {
                    toggle(letter, "DRAFT");
                } else {
                    toggle(letter, "SPAM");
                }
            }
        }
    }

    private void toggle(Letter letter, String label) {
        boolean has = mailkeep.account.labels(letter.id).contains(label);
        diary.note((has ? "-" : "+") + label + " " + letter.id);
        if (has) {
            mailkeep.account.removeLabels(letter.id, label);
        } else {
            mailkeep.account.addLabels(letter.id, label);
        }
        letter.relabelled = true;
        boolean visible = mailkeep.account.labels(letter.id).stream().noneMatch(HIDING::contains);
        if (!visible) {
            letter.visibleSince = null;
        } else if (letter.visibleSince == null) {
            letter.visibleSince = time.atGmail();
        }
    }
}
