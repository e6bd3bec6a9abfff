/** Stored mail over HTTP. */
@NullMarked
package dev.mailkeep.api.message;

import org.jspecify.annotations.NullMarked;
