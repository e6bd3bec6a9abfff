package dev.mailkeep.simulator;

import dev.mailkeep.simulator.oauth.AccessTokens;
import java.math.BigInteger;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One account, from the side of its owner and of a test that knows the truth. Methods that name a message throw {@link
 * NoSuchElementException} when it does not exist (any more).
 */
public final class SimulatedAccount {

    private static final Set<String> HIDDEN = Set.of("SPAM", "TRASH", "DRAFT", "CHAT");

    private final World world;
    private final Mailbox mailbox;
    private final AccessTokens accessTokens;

    SimulatedAccount(World world, Mailbox mailbox, AccessTokens accessTokens) {
        this.world = world;
        this.mailbox = mailbox;
        this.accessTokens = accessTokens;
    }

    public String email() {
        return mailbox.email();
    }

    /** The account's id at Google: 21 digits; a rename does not change it. */
    public String sub() {
        return mailbox.sub();
    }

    public String displayName() {
        return mailbox.displayName();
    }

    /** Puts a message into the mailbox; returns its Gmail id, 16 hex digits. */
    public String deliver(Mail mail) {
        return world.deliver(mailbox, mail);
    }

    /** Deletes it for good. */
    public void delete(String id) {
        world.delete(mailbox, id);
    }

    /** SPAM, TRASH, INBOX, UNREAD… Labels that it has already change nothing. */
    public void addLabels(String id, String... labels) {
        world.addLabels(mailbox, id, new TreeSet<>(List.of(labels)));
    }

    /** Labels that it does not have change nothing. */
    public void removeLabels(String id, String... labels) {
        world.removeLabels(mailbox, id, new TreeSet<>(List.of(labels)));
    }

    /** Every historyId given out before now answers 404. */
    public void expireHistory() {
        world.expireHistory(mailbox);
    }

    /** Ends all tokens of the account and the consent, as its owner can on myaccount.google.com. */
    public void revokeGrants() {
        world.revoke(sub());
    }

    /** Access tokens answer 401 from now on; a refresh works. */
    public void expireAccessTokens() {
        accessTokens.forget(sub());
    }

    /** Off: every Gmail call answers 400 "Mail service not enabled". */
    public void gmailEnabled(boolean on) {
        world.switchGmail(mailbox, on);
    }

    /** Whether Google has verified the account's address; it has, until told otherwise. Not kept over a restart. */
    public void addressVerified(boolean verified) {
        mailbox.verifyAddress(verified);
    }

    /**
     * Gives the account another address.
     *
     * @throws IllegalArgumentException when it is taken
     */
    public void rename(String newEmail) {
        world.rename(mailbox, newEmail);
    }

    /** The ids of all messages that exist and fit, whatever their labels. The predicate sees the present labels. */
    public Set<String> idsFrom(Predicate<Mail> fits) {
        return mailbox.ids((mail, labels) -> fits.test(mail));
    }

    /** The same without those in SPAM, TRASH, DRAFT or CHAT. */
    public Set<String> visibleIdsFrom(Predicate<Mail> fits) {
        return mailbox.ids((mail, labels) -> labels.stream().noneMatch(HIDDEN::contains) && fits.test(mail));
    }

    /** With its present labels. */
    public Mail mail(String id) {
        return mailbox.mail(id);
    }

    public Set<String> labels(String id) {
        return mailbox.labels(id);
    }

    /** Whether the message is there, in any label. */
    public boolean exists(String id) {
        return mailbox.exists(id);
    }

    /** How many messages exist. */
    public int size() {
        return mailbox.size();
    }

    /** The newest; unsigned 64 bits. */
    public BigInteger historyId() {
        return mailbox.historyId();
    }

    /** How many refresh tokens of the account are alive. */
    public int refreshTokens() {
        return world.refreshTokenCount(sub());
    }

    /**
     * The refresh token that was issued last.
     *
     * @throws NoSuchElementException when none is alive
     */
    public String newestRefreshToken() {
        return world.newestRefreshToken(sub());
    }
}
