package dev.mailkeep.simulator.account;

import java.math.BigInteger;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One account: what its owner can do, and what a test wants to know. Methods that take the id of a message throw
 * {@link NoSuchElementException} when the message does not exist or no longer exists.
 */
public final class SimulatedAccount {

    private static final Set<String> HIDDEN = Set.of("SPAM", "TRASH", "DRAFT", "CHAT");

    private final State state;
    private final Mailbox mailbox;

    SimulatedAccount(State state, Mailbox mailbox) {
        this.state = state;
        this.mailbox = mailbox;
    }

    public String email() {
        return mailbox.email();
    }

    /** The account's id at Google: 21 digits, which a rename does not change. */
    public String sub() {
        return mailbox.sub();
    }

    public String displayName() {
        return mailbox.displayName();
    }

    /** Puts a message into the mailbox; returns its Gmail id, 16 hex digits. */
    public String deliver(Mail mail) {
        return state.deliver(mailbox, mail);
    }

    /** Deletes a message permanently. */
    public void delete(String id) {
        state.delete(mailbox, id);
    }

    /** Adds labels: SPAM, TRASH, INBOX, UNREAD… Labels that the message already has are ignored. */
    public void addLabels(String id, String... labels) {
        state.addLabels(mailbox, id, new TreeSet<>(List.of(labels)));
    }

    /** Removes labels. Labels that the message does not have are ignored. */
    public void removeLabels(String id, String... labels) {
        state.removeLabels(mailbox, id, new TreeSet<>(List.of(labels)));
    }

    /** Makes every historyId handed out so far answer 404. */
    public void expireHistory() {
        state.expireHistory(mailbox);
    }

    /** Revokes all tokens of the account and its consent, as the owner can at myaccount.google.com. */
    public void revokeGrants() {
        state.revoke(sub());
    }

    /** Expires all access tokens: they answer 401. A refresh still works. */
    public void expireAccessTokens() {
        state.expireAccessTokens(sub());
    }

    /** Switches Gmail on or off. While it is off, every Gmail call answers 400 "Mail service not enabled". */
    public void gmailEnabled(boolean on) {
        state.switchGmail(mailbox, on);
    }

    public boolean gmailEnabled() {
        return mailbox.gmailEnabled();
    }

    /** Sets whether Google has verified the account's address. It has at first, and again after a restart. */
    public void addressVerified(boolean verified) {
        mailbox.verifyAddress(verified);
    }

    /**
     * Gives the account another address.
     *
     * @throws IllegalArgumentException when the address is taken
     */
    public void rename(String newEmail) {
        state.rename(mailbox, newEmail);
    }

    /** The ids of all existing messages that match, whatever their labels. The predicate sees the current labels. */
    public Set<String> idsFrom(Predicate<Mail> matches) {
        return mailbox.ids((mail, labels) -> matches.test(mail));
    }

    /** As {@link #idsFrom}, without messages in SPAM, TRASH, DRAFT or CHAT. */
    public Set<String> visibleIdsFrom(Predicate<Mail> matches) {
        return mailbox.ids((mail, labels) -> labels.stream().noneMatch(HIDDEN::contains) && matches.test(mail));
    }

    /** The message with its current labels. */
    public Mail mail(String id) {
        return mailbox.mail(id);
    }

    public Set<String> labels(String id) {
        return mailbox.labels(id);
    }

    /** Whether the message exists, whatever its labels. */
    public boolean exists(String id) {
        return mailbox.exists(id);
    }

    /** How many messages exist. */
    public int size() {
        return mailbox.size();
    }

    /** The newest historyId; an unsigned 64-bit number. */
    public BigInteger historyId() {
        return mailbox.historyId();
    }

    /** How many refresh tokens of the account are valid. */
    public int refreshTokens() {
        return state.refreshTokenCount(sub());
    }

    /**
     * The refresh token that was issued last.
     *
     * @throws NoSuchElementException when the account has no valid refresh token
     */
    public String newestRefreshToken() {
        return state.newestRefreshToken(sub());
    }
}
