/** Browser sessions, and who is signed in by them. */
@NullMarked
package dev.mailkeep.activities.session;

import org.jspecify.annotations.NullMarked;
