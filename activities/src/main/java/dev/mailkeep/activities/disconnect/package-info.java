/** Receipts: what the owner is told about a mailbox that they disconnected. */
@NullMarked
package dev.mailkeep.activities.disconnect;

import org.jspecify.annotations.NullMarked;
