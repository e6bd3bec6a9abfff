/** Gmail's search syntax, as far as Mailkeep uses it: parsing a {@code q}, and what of a message it is matched against. */
@NullMarked
package dev.mailkeep.simulator.search;

import org.jspecify.annotations.NullMarked;
