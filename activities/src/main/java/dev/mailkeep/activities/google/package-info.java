/** Gmail and Google's token endpoints: the only place that interprets an HTTP status or a Google reason. */
@NullMarked
package dev.mailkeep.activities.google;

import org.jspecify.annotations.NullMarked;
