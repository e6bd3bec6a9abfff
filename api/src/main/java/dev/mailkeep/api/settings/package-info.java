/** The settings of the environment, and the embedded replacements for what it does not set. */
@NullMarked
package dev.mailkeep.api.settings;

import org.jspecify.annotations.NullMarked;
