/** Replaces a key while Mailkeep runs: processes load the new key, re-encrypt stored secrets and retire the old key. */
@NullMarked
package dev.mailkeep.activities.token.rotation;

import org.jspecify.annotations.NullMarked;
