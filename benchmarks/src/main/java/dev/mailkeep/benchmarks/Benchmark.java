package dev.mailkeep.benchmarks;

import java.util.List;

/** Something that is measured. */
@FunctionalInterface
interface Benchmark {

    /**
     * Measures, and says so as it goes along.
     *
     * @return lines of the table
     * @throws Exception whatever kept it from measuring; a figure of something wrong is never given
     */
    List<Figure> measure() throws Exception;
}
