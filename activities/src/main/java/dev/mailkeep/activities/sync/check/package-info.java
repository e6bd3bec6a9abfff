/**
 * A check reads the history since the cursor, finds out which new messages are from watched senders, and queues them.
 */
@NullMarked
package dev.mailkeep.activities.sync.check;

import org.jspecify.annotations.NullMarked;
