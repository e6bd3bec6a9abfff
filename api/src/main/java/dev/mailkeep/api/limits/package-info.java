/** How often and how much a client may ask. Counted in PostgreSQL, so that it holds for all processes together. */
@NullMarked
package dev.mailkeep.api.limits;

import org.jspecify.annotations.NullMarked;
