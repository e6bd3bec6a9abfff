/** What every table's rows are made of: their ids, and times as PostgreSQL's driver reads and writes them. */
@NullMarked
package dev.mailkeep.activities.rows;

import org.jspecify.annotations.NullMarked;
