package dev.mailkeep.simulator.account;

import dev.mailkeep.simulator.behaviour.Quirks;
import java.util.Set;

/**
 * A search in one state of the mailbox.
 *
 * @param q in Gmail's search syntax
 * @param labelIds what every match must carry
 * @param change the last change of the mailbox that the search knows of
 */
public record Search(String q, boolean includeSpamTrash, Set<String> labelIds, int change, Quirks quirks) {}
