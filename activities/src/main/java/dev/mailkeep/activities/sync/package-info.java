/** The steps of a sync, which combine Google, the vault and the stored mail. */
@NullMarked
package dev.mailkeep.activities.sync;

import org.jspecify.annotations.NullMarked;
