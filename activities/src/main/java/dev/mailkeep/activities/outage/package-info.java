/** Outages of what everybody needs: logged once, however many callers meet them. */
@NullMarked
package dev.mailkeep.activities.outage;

import org.jspecify.annotations.NullMarked;
