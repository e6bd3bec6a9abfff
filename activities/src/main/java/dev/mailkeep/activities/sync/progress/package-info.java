/** How far a mailbox is, for people and for its workflow. */
@NullMarked
package dev.mailkeep.activities.sync.progress;

import org.jspecify.annotations.NullMarked;
