/** What Google posts to us unasked; each route is there only where it is configured. */
@NullMarked
package dev.mailkeep.api.hooks;

import org.jspecify.annotations.NullMarked;
