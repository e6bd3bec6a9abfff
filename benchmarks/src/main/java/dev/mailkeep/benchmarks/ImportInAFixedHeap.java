package dev.mailkeep.benchmarks;

import dev.mailkeep.simulator.account.SimulatedAccount;
import dev.mailkeep.simulator.behaviour.Quota;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whether an import's size matters to the heap it needs. Temporal's test server is in this process, as it keeps all
 * history in memory; the measured heap is Mailkeep's with page, API and worker.
 */
final class ImportInAFixedHeap implements Benchmark {

    private static final List<Integer> SIZES = List.of(2_000, 200_000);
    private static final int HEAP_MEGABYTES = 64;
    private static final int UNITS_PER_MINUTE = 100_000_000;
    private static final Duration LONGEST = Duration.ofMinutes(60);
    private static final Duration COLLECT_EVERY = Duration.ofSeconds(3);

    /** Full collections leave what is alive and nothing else; those in between leave garbage of the old generation. */
    private static final Pattern AFTER_FULL_COLLECTION = Pattern.compile("Pause Full .*->(\\d+)M\\(");

    @Override
    public List<Figure> measure() throws Exception {
        var figures = new ArrayList<Figure>();
        for (int messages : SIZES) {
            figures.add(measure(messages));
        }
        return figures;
    }

    private static Figure measure(int messages) throws Exception {
        Path directory = Files.createTempDirectory("mailkeep-benchmark-gc-");
        Path gcLog = directory.resolve("gc.log");
        List<String> options = Layout.javaOptions(
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xlog:gc:file=" + gcLog);
        try (Temporal temporal = Temporal.start();
                Rig rig = Rig.start(
                        Quota.unlimited(),
                        Duration.ZERO,
                        Map.of(
                                "TEMPORAL_ADDRESS", temporal.address(),
                                "GMAIL_QUOTA_UNITS_PER_MINUTE", String.valueOf(UNITS_PER_MINUTE),
                                "GMAIL_QUOTA_PROJECT_UNITS_PER_MINUTE", String.valueOf(UNITS_PER_MINUTE),
                                "GMAIL_MAX_IN_FLIGHT", "10"),
                        options)) {
            SimulatedAccount account = rig.google().addAccount("ada@gmail.example", "Ada");
            Correspondence.deliverPast(account, messages);
            Visitor visitor = rig.visitor();
            String mailbox = visitor.connect(account.email());
            long start = System.nanoTime();
            visitor.choose(mailbox, Correspondence.CHOSEN);
            Patience.until("the import", LONGEST, COLLECT_EVERY, () -> {
                rig.mailkeep().requireAlive();
                collect(rig.mailkeep().pid());
                return rig.stored(mailbox) >= messages;
            });
            double minutes = (System.nanoTime() - start) / 60e9;
            rig.requireExact(mailbox, account);
            List<Integer> alive = afterFullCollections(gcLog);
            Benchmarks.say("%,d messages in %.1f min: %s MB", messages, minutes, alive);
            return new Figure(
                    "heap alive during an import, at most",
                    String.format(Locale.ROOT, "%,d messages, heap %d MB, serial collector", messages, HEAP_MEGABYTES),
                    alive.stream().mapToInt(Integer::intValue).max().orElseThrow() + " MB",
                    String.format(Locale.ROOT, "%d collections in %.1f min", alive.size(), minutes),
                    "the same heap for every size");
        } finally {
            Layout.delete(directory);
        }
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static List<Integer> afterFullCollections(Path gcLog) throws IOException {
        return Files.readAllLines(gcLog).stream()
                .map(AFTER_FULL_COLLECTION::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(line -> Integer.valueOf(line.group(1)))
                .toList();
    }
}
