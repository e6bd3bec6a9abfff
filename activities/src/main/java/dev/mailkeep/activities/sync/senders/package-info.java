/** Changing the senders of a mailbox, and estimating what that costs. */
@NullMarked
package dev.mailkeep.activities.sync.senders;

import org.jspecify.annotations.NullMarked;
