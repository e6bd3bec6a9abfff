package dev.mailkeep.activities.rows;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/**
 * Ids of new rows: UUIDs of version 7 (RFC 9562, 5.7). They begin with the time, so that an index grows at its end. Made here
 * and not by PostgreSQL, because its {@code uuidv7()} exists from version 18 on and an operator's database may be older.
 */
public final class RowIds {

    private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

    private RowIds() {}

    /** A new id; later than every one before it that this process made. */
    public static UUID next() {
        return GENERATOR.generate();
    }
}
