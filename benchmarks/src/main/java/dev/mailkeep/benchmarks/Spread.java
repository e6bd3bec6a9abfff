package dev.mailkeep.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** What repetitions of one measurement gave, ascending. */
record Spread(double[] sorted) {

    Spread {
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        sorted = sorted.clone();
        Arrays.sort(sorted);
    }

    /** The middle one; of an even number the mean of the two. */
    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double least() {
        return sorted[0];
    }

    double most() {
        return sorted[sorted.length - 1];
    }

    /** "least to most (n)", each by the format. */
    String text(String format) {
        return String.format(Locale.ROOT, format + " to " + format + " (%d)", least(), most(), sorted.length);
    }
}
