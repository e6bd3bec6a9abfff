/** Google's Cross-Account Protection: which security event tokens are Google's, and what they mean for a mailbox. */
@NullMarked
package dev.mailkeep.activities.risc;

import org.jspecify.annotations.NullMarked;
