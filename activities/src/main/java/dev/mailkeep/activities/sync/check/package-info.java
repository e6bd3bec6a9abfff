/** What changed since the cursor: a check reads the history, finds out which new messages are from watched senders and queues them. */
@NullMarked
package dev.mailkeep.activities.sync.check;

import org.jspecify.annotations.NullMarked;
