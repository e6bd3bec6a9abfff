/** One durable workflow per mailbox. */
@NullMarked
package dev.mailkeep.workflows.mailbox;

import org.jspecify.annotations.NullMarked;
