/**
 * What the mailbox workflow asks of the outside world, and the words that both sides use. Everything here travels through
 * Temporal's history: ids of mailboxes, counts, enums, instants and durations, never an address, a subject or a token.
 *
 * <p>The name under which something travels never changes, as a worker of another version may read it: where the code has
 * found a better word since, {@code @JsonProperty} and {@code @ActivityMethod} state the name that is sent.
 */
@NullMarked
package dev.mailkeep.workflows.contract;

import org.jspecify.annotations.NullMarked;
