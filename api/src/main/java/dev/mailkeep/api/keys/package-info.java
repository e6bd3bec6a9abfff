/** The keyset: what a running process does with it, and the commands that change it. */
@NullMarked
package dev.mailkeep.api.keys;

import org.jspecify.annotations.NullMarked;
