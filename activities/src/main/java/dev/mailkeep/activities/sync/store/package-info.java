/** Fetching what is queued, and writing it. */
@NullMarked
package dev.mailkeep.activities.sync.store;

import org.jspecify.annotations.NullMarked;
