/** Cross-Account Protection: signs security event tokens and posts them to a receiver, honest ones and forged ones. */
@NullMarked
package dev.mailkeep.simulator.risc;

import org.jspecify.annotations.NullMarked;
