/** Mailboxes over HTTP. */
@NullMarked
package dev.mailkeep.api.mailbox;

import org.jspecify.annotations.NullMarked;
