/** The control endpoint, which changes the simulator over HTTP. */
@NullMarked
package dev.mailkeep.simulator.control;

import org.jspecify.annotations.NullMarked;
