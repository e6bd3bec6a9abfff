/** Mail itself: senders, parsing, matching, storing. */
@NullMarked
package dev.mailkeep.activities.mail;

import org.jspecify.annotations.NullMarked;
