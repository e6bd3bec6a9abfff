package dev.mailkeep.benchmarks;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures what its arguments name, by default everything, and prints the rows of the table. */
final class Benchmarks {

    private record Named(String name, Benchmark benchmark) {}

    private static final List<Named> ALL = List.of(
            new Named("import", new ImportAtTodaysQuota()),
            new Named("throughput", new Throughput()),
            new Named("idle", new IdleCheck()),
            new Named("live", new LiveMessage()),
            new Named("memory", new ImportInAFixedHeap()),
            new Named("plan", new PlanAgainstImport()),
            new Named("many", new ManyMailboxes()),
            new Named("mail", new ParsingAndMatching()));

    private Benchmarks() {}

    /** Ends with 0 only if everything that was asked for could be measured. */
    public static void main(String[] names) throws Exception {
        List<String> known = ALL.stream().map(Named::name).toList();
        if (!known.containsAll(List.of(names))) {
            System.err.println("There are: " + String.join(", ", known));
            System.exit(2);
        }
        List<Named> chosen = ALL.stream()
                .filter(one -> names.length == 0 || List.of(names).contains(one.name()))
                .toList();
        say("%s", Machine.describe());
        List<String> rows = new ArrayList<>();
        boolean complete = true;
        for (Named one : chosen) {
            say("%n%s", one.name());
            try {
                one.benchmark().measure().forEach(figure -> rows.add(figure.row()));
            } catch (Exception | Error failed) {
                // The others may have run for an hour; their figures are not thrown away.
                failed.printStackTrace();
                complete = false;
            }
            write(rows);
        }
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print("\n" + table(rows));
        System.exit(complete ? 0 : 1);
    }

    /** Says on the console what is being done. */
    static void say(String format, Object... values) {
        System.err.printf(Locale.ROOT, format + "%n", values);
    }

    private static void write(List<String> rows) throws Exception {
        Files.writeString(Layout.target().resolve("figures.md"), table(rows));
    }

    private static String table(List<String> rows) {
        return Machine.describe() + "\n\n" + Figure.HEAD + "\n" + String.join("\n", rows) + "\n";
    }
}
