/** A new key in the place of an old one while Mailkeep runs: taken up, used for what is stored already, the old one given up. */
@NullMarked
package dev.mailkeep.activities.token.rotation;

import org.jspecify.annotations.NullMarked;
