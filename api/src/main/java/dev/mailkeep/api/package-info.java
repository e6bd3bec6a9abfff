/** The process. */
@NullMarked
package dev.mailkeep.api;

import org.jspecify.annotations.NullMarked;
