/** The steps of a sync, put together from Google, the vault and the mail. */
@NullMarked
package dev.mailkeep.activities.sync;

import org.jspecify.annotations.NullMarked;
