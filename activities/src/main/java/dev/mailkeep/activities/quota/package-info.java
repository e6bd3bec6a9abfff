/** How fast Gmail may be asked: below the limit of each account, and below the project's over all processes. */
@NullMarked
package dev.mailkeep.activities.quota;

import org.jspecify.annotations.NullMarked;
