package dev.mailkeep.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The work on each message that is only computing, by JMH. */
final class ParsingAndMatching implements Benchmark {

    @Override
    public List<Figure> measure() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + Parsing.class.getName() + "\\.")
                        .include("^" + Matching.class.getName() + "\\.")
                        .output(Layout.target().resolve("jmh.log").toString())
                        .jvmArgsAppend(Layout.javaOptions().toArray(String[]::new))
                        .shouldFailOnError(true)
                        .build())
                .run();
        var figures = new ArrayList<Figure>();
        for (RunResult one : results) {
            var parameters = new ArrayList<String>();
            for (String key : one.getParams().getParamsKeys()) {
                parameters.add(key + ": " + one.getParams().getParam(key));
            }
            Result<?> result = one.getPrimaryResult();
            figures.add(new Figure(
                    one.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "`$1`"),
                    String.join(", ", parameters),
                    String.format(Locale.ROOT, "%.3f %s", result.getScore(), result.getScoreUnit()),
                    String.format(Locale.ROOT, "± %.3f (99.9 %%, %d)", result.getScoreError(), result.getSampleCount()),
                    ""));
        }
        return figures;
    }
}
