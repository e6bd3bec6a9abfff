/** What an operator sees of this process: components of its health, and alarms as metrics. */
@NullMarked
package dev.mailkeep.api.health;

import org.jspecify.annotations.NullMarked;
