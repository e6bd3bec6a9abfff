package dev.mailkeep.activities.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Headers that no mailer should write: the traps of mail, mixed at random. The same seed gives the same headers. */
public final class OddMail {

    private static final List<String> PIECES = List.of(
            "boss@corp.example",
            "<boss@corp.example>",
            "\"boss@corp.example\" <evil@x.example>",
            "Böss",
            "=?utf-8?q?Gr=C3?=",
            "=?utf-8?b?////?=",
            "=?x-klingon?q?a?=",
            "=?utf-8?q?unfinished",
            "undisclosed-recipients:;",
            "Team: a@x.example, b@y.example;",
            "<>",
            "<",
            ">",
            "\"",
            "\\",
            "(",
            ")",
            "(a (nested) comment)",
            "[",
            "]",
            ",",
            ";",
            ":",
            "@",
            "@@",
            ".",
            "..",
            " ",
            "\t",
            "\r\n ",
            "\n",
            "\r",
            "\u0000",
            "\u0007",
            "\u001b[31m",
            "\u0085",
            "\ud83d",
            "\ude00",
            "\ud83d\ude00",
            "\u202e",
            "\u200b",
            "\uFEFF",
            "\uFFFD",
            "a@[127.0.0.1]",
            "user@münchen.example",
            "用户@例子.example",
            "'; drop table users; --",
            "<script>",
            "&lt;&#39;&amp;amp;",
            "__proto__",
            "constructor",
            "=?=?=",
            "a".repeat(400) + "@corp.example",
            "@" + "b".repeat(300),
            "x".repeat(12_000));

    private static final List<String> NAMES = List.of(
            "From",
            "from",
            "FROM",
            "Sender",
            "Reply-To",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "List-Id",
            "Authentication-Results",
            "__proto__",
            "constructor",
            "X-Empty");

    private final Random random;

    /** The same seed gives the same mail. */
    public OddMail(long seed) {
        random = new Random(seed);
    }

    /** Some headers, mostly with one From among them. */
    public List<MessageHeader> headers() {
        var headers = new ArrayList<MessageHeader>();
        if (random.nextInt(10) > 0) {
            headers.add(new MessageHeader("From", text()));
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            headers.add(new MessageHeader(NAMES.get(random.nextInt(NAMES.size())), text()));
        }
        return headers;
    }

    /** Up to a dozen pieces in a row. */
    public String text() {
        return IntStream.range(0, random.nextInt(12))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .collect(Collectors.joining());
    }
}
