/** Walking Gmail's lists: imports, resyncs and audits, and the comparison with what is stored. */
@NullMarked
package dev.mailkeep.activities.sync.listing;

import org.jspecify.annotations.NullMarked;
