package dev.mailkeep.simulator.account;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Set;

/** A change of the state. The journal keeps events only; nothing else survives a restart. */
sealed interface Event {

    /** The account that changes. */
    String sub();

    record AccountAdded(String sub, String email, String displayName, BigInteger historyId) implements Event {}

    record Renamed(String sub, String email) implements Event {}

    record GmailSwitched(String sub, boolean on) implements Event {}

    record Delivered(String sub, String id, BigInteger historyId, Instant at, Mail mail) implements Event {}

    record Deleted(String sub, String id, BigInteger historyId, Instant at) implements Event {}

    record LabelsAdded(String sub, String id, BigInteger historyId, Instant at, Set<String> labels) implements Event {}

    record LabelsRemoved(String sub, String id, BigInteger historyId, Instant at, Set<String> labels)
            implements Event {}

    /** From now on, every historyId below this one is too old. */
    record HistoryExpired(String sub, BigInteger historyId) implements Event {}

    record Consented(String sub, Set<String> scopes) implements Event {}

    record RefreshTokenIssued(String sub, String token, Set<String> scopes) implements Event {}

    record GrantRevoked(String sub) implements Event {}
}
