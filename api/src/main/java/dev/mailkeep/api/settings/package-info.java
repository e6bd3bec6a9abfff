/** What the environment says, and what stands in where it says nothing. */
@NullMarked
package dev.mailkeep.api.settings;

import org.jspecify.annotations.NullMarked;
