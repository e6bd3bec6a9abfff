/** The vault: refresh tokens encrypted at rest, access tokens in memory only. */
@NullMarked
package dev.mailkeep.activities.token;

import org.jspecify.annotations.NullMarked;
