/** Mail itself: senders, parsing and matching. */
@NullMarked
package dev.mailkeep.activities.mail;

import org.jspecify.annotations.NullMarked;
