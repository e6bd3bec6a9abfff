/** Signing in, connecting and reconnecting by Google's authorization code. */
@NullMarked
package dev.mailkeep.api.connect;

import org.jspecify.annotations.NullMarked;
