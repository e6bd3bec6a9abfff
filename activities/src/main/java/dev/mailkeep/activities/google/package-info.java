/** Gmail and Google's token endpoints: the only place where an HTTP status or a Google reason means anything. */
@NullMarked
package dev.mailkeep.activities.google;

import org.jspecify.annotations.NullMarked;
