/** Digests, which identify a secret that is not stored itself. */
@NullMarked
package dev.mailkeep.activities.digest;

import org.jspecify.annotations.NullMarked;
