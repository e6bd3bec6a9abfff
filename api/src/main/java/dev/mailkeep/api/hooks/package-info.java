/** What Google posts to us by itself. Each route exists only if it is configured. */
@NullMarked
package dev.mailkeep.api.hooks;

import org.jspecify.annotations.NullMarked;
