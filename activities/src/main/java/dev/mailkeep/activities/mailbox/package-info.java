/** The mailbox's row: commands, conditions and the fence that every attempt must pass. */
@NullMarked
package dev.mailkeep.activities.mailbox;

import org.jspecify.annotations.NullMarked;
