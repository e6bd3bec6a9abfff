@NullMarked
package dev.mailkeep.simulator;

import org.jspecify.annotations.NullMarked;
