/** Sessions of browsers: who is signed in where. */
@NullMarked
package dev.mailkeep.activities.session;

import org.jspecify.annotations.NullMarked;
