/**
 * The PostgreSQL that Mailkeep brings along: started when no {@code DATABASE_URL} is set, kept in the data directory.
 */
@NullMarked
package dev.mailkeep.api.embedded;

import org.jspecify.annotations.NullMarked;
