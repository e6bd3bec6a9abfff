package dev.mailkeep.benchmarks;

import dev.mailkeep.activities.mail.Address;
import dev.mailkeep.activities.mail.SenderMatcher;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Deciding whether a message is from a watched sender. Public, and its methods too, as JMH wants it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Matching {

    /** How many senders are watched: half of them addresses, half domains. */
    @Param({"1", "20", "1000"})
    public int senders;

    private final List<Address> stranger = List.of(new Address("offers@shop.example", "offers@shop.example", "A Shop"));
    private List<Address> watched = List.of();
    private SenderMatcher matcher = new SenderMatcher(List.of());

    /** Makes the matcher and an address that only the last of its senders matches. */
    @Setup
    public void prepare() {
        matcher = new SenderMatcher(IntStream.rangeClosed(1, senders)
                .mapToObj(i -> (i % 2 == senders % 2 ? "@" : "news@") + "company" + i + ".example")
                .toList());
        String email = "weekly@company" + senders + ".example";
        watched = List.of(new Address(email, email, "The Weekly"));
    }

    /** By its domain, which is looked for after the address. */
    @Benchmark
    public Optional<Address> watched() {
        return matcher.match(watched);
    }

    /** Nobody whose mail is kept. */
    @Benchmark
    public Optional<Address> stranger() {
        return matcher.match(stranger);
    }
}
