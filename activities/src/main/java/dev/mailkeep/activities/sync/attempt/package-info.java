/** One attempt at an activity: fenced, stoppable, with an access token that works. */
@NullMarked
package dev.mailkeep.activities.sync.attempt;

import org.jspecify.annotations.NullMarked;
