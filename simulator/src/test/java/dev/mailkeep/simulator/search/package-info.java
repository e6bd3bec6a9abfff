@NullMarked
package dev.mailkeep.simulator.search;

import org.jspecify.annotations.NullMarked;
