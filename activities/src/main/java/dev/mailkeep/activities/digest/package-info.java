/** Digests, by which something is recognised that is not kept itself. */
@NullMarked
package dev.mailkeep.activities.digest;

import org.jspecify.annotations.NullMarked;
