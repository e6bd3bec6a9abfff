/**
 * A model of a mailbox's life: Gmail, the owner and a worker act at random, faults happen, and what Mailkeep stores is
 * compared with the truth. One seed decides everything; see {@link ModelTest}.
 */
@NullMarked
package dev.mailkeep.activities.lifetime;

import org.jspecify.annotations.NullMarked;
