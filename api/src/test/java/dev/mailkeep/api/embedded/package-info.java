@NullMarked
package dev.mailkeep.api.embedded;

import org.jspecify.annotations.NullMarked;
