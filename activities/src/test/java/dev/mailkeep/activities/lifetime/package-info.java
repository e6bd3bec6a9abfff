/**
 * The reality check: a mailbox at Gmail, its owner and a worker do at random what they can do, things go wrong, and what
 * is stored is compared with what is true. One seed decides everything; see {@link ModelTest}.
 */
@NullMarked
package dev.mailkeep.activities.lifetime;

import org.jspecify.annotations.NullMarked;
