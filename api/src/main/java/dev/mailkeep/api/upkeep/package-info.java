/** Work that has to be done from time to time by itself. */
@NullMarked
package dev.mailkeep.api.upkeep;

import org.jspecify.annotations.NullMarked;
