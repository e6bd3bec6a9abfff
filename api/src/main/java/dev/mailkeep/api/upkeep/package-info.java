/** What has to be done from time to time, whether or not anybody asks. */
@NullMarked
package dev.mailkeep.api.upkeep;

import org.jspecify.annotations.NullMarked;
