/** How fast Mailkeep may call Gmail: below the limit of each account and, over all processes, below the project's. */
@NullMarked
package dev.mailkeep.activities.quota;

import org.jspecify.annotations.NullMarked;
