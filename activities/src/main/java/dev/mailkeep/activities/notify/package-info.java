/** Notifications to owners, in the page and by e-mail. */
@NullMarked
package dev.mailkeep.activities.notify;

import org.jspecify.annotations.NullMarked;
