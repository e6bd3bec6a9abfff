/** What a person is told about a mailbox that they disconnected. */
@NullMarked
package dev.mailkeep.activities.disconnect;

import org.jspecify.annotations.NullMarked;
