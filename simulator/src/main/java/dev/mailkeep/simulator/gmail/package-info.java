/** The Gmail API: the methods that read mail, what they cost, and {@code users.watch}. */
@NullMarked
package dev.mailkeep.simulator.gmail;

import org.jspecify.annotations.NullMarked;
