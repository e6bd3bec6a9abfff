/** Notifications over HTTP. */
@NullMarked
package dev.mailkeep.api.notification;

import org.jspecify.annotations.NullMarked;
