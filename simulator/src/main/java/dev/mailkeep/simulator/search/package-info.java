/** Gmail's search syntax, as far as Mailkeep uses it: parses a {@code q} and matches it against messages. */
@NullMarked
package dev.mailkeep.simulator.search;

import org.jspecify.annotations.NullMarked;
