/**
 * What the mailbox workflow asks of the outside world, and the words both sides use. Everything here travels through
 * Temporal's history: ids of mailboxes, counts, enums, instants and durations, never an address, a subject or a token.
 */
@NullMarked
package dev.mailkeep.workflows.contract;

import org.jspecify.annotations.NullMarked;
