/** Fetching queued messages, and writing them. */
@NullMarked
package dev.mailkeep.activities.sync.store;

import org.jspecify.annotations.NullMarked;
