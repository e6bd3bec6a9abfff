/** That something everybody needs is away: told once, however many meet it. */
@NullMarked
package dev.mailkeep.activities.outage;

import org.jspecify.annotations.NullMarked;
