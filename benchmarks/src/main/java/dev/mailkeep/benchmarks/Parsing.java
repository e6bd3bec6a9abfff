package dev.mailkeep.benchmarks;

import dev.mailkeep.activities.mail.KeptMessage;
import dev.mailkeep.activities.mail.MailParser;
import dev.mailkeep.activities.mail.MessageHeader;
import dev.mailkeep.activities.mail.MessageMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Making what Gmail gives into what is kept. Public, and its methods too, as JMH wants it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Parsing {

    private static final int RECIPIENTS = 500;

    private final MessageMetadata newsletter = message(
            "=?utf-8?q?The_Weekly_D=C3=AFgest?= <weekly@list.example>",
            "=?utf-8?B?V2FzIGRpZXNlIFdvY2hlIGdlc2NoYWg6IMOcYmVyc2ljaHQ=?=",
            "Ada Lovelace <ada@gmail.example>",
            "mx.google.com; dkim=pass header.i=@list.example header.s=s1; spf=pass"
                    + " smtp.mailfrom=bounces@list.example; dmarc=pass (p=REJECT) header.from=list.example");

    private final MessageMetadata longHeaders = message(
            "=?utf-8?q?" + "D=C3=AFgest_".repeat(50) + "?= (" + "a comment ".repeat(50) + ") <weekly@list.example>",
            "=?utf-8?q?=C3=9Cbersicht_?= ".repeat(60),
            IntStream.range(0, RECIPIENTS)
                    .mapToObj(i -> "\"Recipient, the " + i + ".\" <recipient" + i + "@company.example>")
                    .collect(Collectors.joining(",\r\n ")),
            "mx.google.com; " + "dkim=pass header.i=@list.example header.s=s1; ".repeat(100));

    /** A newsletter as most are. */
    @Benchmark
    public KeptMessage newsletter() {
        return MailParser.parse(newsletter);
    }

    /** Five hundred recipients, and long encoded words. */
    @Benchmark
    public KeptMessage longHeaders() {
        return MailParser.parse(longHeaders);
    }

    private static MessageMetadata message(String from, String subject, String to, String authenticationResults) {
        return new MessageMetadata(
                "18c2f0a1b2c3d4e5",
                "18c2f0a1b2c3d4e5",
                Set.of("INBOX", "UNREAD", "CATEGORY_UPDATES"),
                Instant.parse("2026-06-01T08:00:00Z"),
                48_000,
                "What happened this week, and what&#39;s to come: a few words of the text &amp; more, as Gmail gives them.",
                List.of(
                        new MessageHeader("From", from),
                        new MessageHeader("Reply-To", "answers@list.example"),
                        new MessageHeader("To", to),
                        new MessageHeader("Subject", subject),
                        new MessageHeader("Date", "Mon, 1 Jun 2026 10:00:00 +0200"),
                        new MessageHeader("Message-ID", "<20260601080000.4711@list.example>"),
                        new MessageHeader("List-Id", "The Weekly <weekly.list.example>"),
                        new MessageHeader("Authentication-Results", authenticationResults)));
    }
}
