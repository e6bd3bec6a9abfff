/** What is known about an id: queued, unconfirmed, dismissed, quarantined. */
@NullMarked
package dev.mailkeep.activities.sync.queue;

import org.jspecify.annotations.NullMarked;
