@NullMarked
package dev.mailkeep.postgres;

import org.jspecify.annotations.NullMarked;
