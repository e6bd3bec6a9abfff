package dev.mailkeep.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail with headers that no mailer should write. */
class MailParserTest {

    private static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void wellFormedEncodedWordsAreDecoded() {
        assertThat(subject("=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?q?_aus_Wien?=")).isEqualTo("Grüße aus Wien");
        assertThat(subject("=?ISO-8859-1?Q?Caf=E9?=")).isEqualTo("Café");
        assertThat(subject("Grüße, schon lesbar")).isEqualTo("Grüße, schon lesbar");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    =?UTF-8?Q?Kal=C4=97d=C5=B3_ra=C5?= =?UTF-8?Q?=A1ome?=  | Kalėdų rašome
                    =?utf-8?b?R3LD?= =?UTF-8?B?vMOfZQ==?=                  | Grüße
                    =?utf-8?b?R3LDvM?= =?utf-8?b?OfZQ==?=                  | Grüße
                    =?utf-8?q?Gr=C3?= =?utf-8?b?vMOfZQ?=                   | Grüße
                    =?iso-8859-8-i?B?4eXx?=                                | בוס
                    =?ISO-8859-8-E?Q?=E1=E5=F1?=                           | בוס
                    =?cp-1252?Q?=80_100?=                                  | € 100
                    =?CP1252?Q?=80_100?=                                   | € 100
                    =?x-cp1252?Q?=80?=                                     | €
                    =?iso-8859-1?Q?=93x=94?=                               | “x”
                    =?unknown-8bit?Q?Gr=FC=DFe?=                           | Grüße
                    =?unknown-8bit?Q?Gr=C3=BC=C3=9Fe?=                     | Grüße
                    =?us-ascii?Q?Gr=FC=DFe?=                               | Grüße
                    =?utf-7?Q?Gr+APwA3w-e_+-1?=                            | Grüße +1
                    =?unicode-1-1-utf-7?B?R3IrQVB3QTN3LWU=?=               | Grüße
                    =?utf-8?Q?Hello big world?=                            | Hello big world
                    =?utf-8?B?R3LD vMOfZQ==?=                              | Grüße
                    =?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=                         | Grüße
                    =?gb2312?B?xOO6w4FA?=                                  | 你好丂
                    =?iso-2022-jp?B?GyRCJDMbKEI=?= =?iso-2022-jp?B?GyRCJHMbKEI=?= | こん
                    =?utf-8?Q?a?= b =?utf-8?Q?c?=                          | a b c
                    =?utf-8?Q?a?==?iso-8859-1?Q?=FC?=                      | aü
                    x=?utf-8?Q?y?=z                                        | xyz
                    =?utf-8?q?unfinished =?utf-8?q?done?=                  | =?utf-8?q?unfinished done
                    =?utf-8?q?Gr=FC?=                                      | Gr\uFFFD
                    =?x-klingon?q?nuqneH?=                                 | nuqneH
                    """)
    void wordsAreDecodedAsMailProgramsDoInSubjectsAndNames(String raw, String decoded) {
        assertThat(subject(raw)).isEqualTo(decoded);
        if (!raw.contains("unfinished")) {
            assertThat(parse(header("From", raw + " <boss@corp.example>")).from())
                    .extracting(Address::name)
                    .containsExactly(decoded);
            assertThat(parse(header("From", '"' + raw + "\" <boss@corp.example>"))
                            .from())
                    .extracting(Address::name)
                    .containsExactly(decoded);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?utf-8?b?####?=", "=?utf-8?q?unfinished", "=?utf-8?z?abc?=", "=?=?=?=", "=??q??="})
    void undecodableWordsStayAsTheyCame(String raw) {
        assertThat(subject(raw)).isEqualTo(raw);
    }

    @Test
    void foldedHeadersBecomeOneLineWithoutControlCharacters() {
        assertThat(subject("one\r\n two\n\tthree\rfour\tfive\u0000six\u001b[31m\u0085seven"))
                .isEqualTo("one two three four fivesix[31mseven");
    }

    @Test
    void nulAndLoneSurrogatesAreReplacedEverywhere() {
        KeptMessage kept = parse(
                header("From", "B\u0000oss\ud800 <boss@corp.example>"),
                header("Subject", "a\u0000b\udc00c"),
                header("To", "x\u0000\ud83d"),
                header("List-Id", "\u0000"));

        assertThat(kept.subject()).isEqualTo("ab\uFFFDc");
        assertThat(kept.to()).isEqualTo("x\uFFFD");
        assertThat(kept.listId()).isEmpty();
        assertThat(kept.fromHeader()).isEqualTo("Boss\uFFFD <boss@corp.example>");
        assertThat(kept.from()).extracting(Address::email).containsExactly("boss@corp.example");
    }

    @Test
    void anAddressHoldsNoControlCharacterEither() {
        assertThat(parse(header("From", "bo\u0000ss@list.example")).from())
                .extracting(Address::key)
                .containsExactly("boss@list.example");
    }

    @Test
    void aSubjectOfAHundredKilobytesIsCutWithAMark() {
        assertThat(subject("x".repeat(100_000))).hasSize(10_001).endsWith("…");
        assertThat(subject("🎉".repeat(20_000))).endsWith("🎉…");
        assertThat(subject("=?utf-8?q?" + "x".repeat(100_000) + "?=")).hasSize(10_001);
    }

    @Test
    void anAddressBehindAVeryLongNameIsStillFound() {
        KeptMessage kept = parse(header("From", "\"" + "n".repeat(100_000) + "\" <boss@corp.example>"));

        assertThat(kept.from()).extracting(Address::email).containsExactly("boss@corp.example");
        assertThat(kept.fromHeader()).hasSize(10_001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\\"", "\\\\", "@", "\"", "(", ")", "<", ">", "<>", "a@", ",", ";", ":", " ", "=?", "(\"", "a@b.co,",
                "\"a\" "
            })
    void aCharacterRepeatedAHundredThousandTimesIsReadInTime(String part) {
        for (String header : List.of(part.repeat(100_000), "\"" + part.repeat(100_000) + "\" <boss@corp.example>")) {
            KeptMessage kept = parse(header("From", header), header("Subject", header));

            assertThat(kept.fromHeader().length()).isLessThanOrEqualTo(10_001);
        }
    }

    @Test
    void onlyTheFirstOfSeveralFromHeadersCountsAndTheOthersAreAnAnomaly() {
        KeptMessage kept = parse(header("From", "evil@x.example"), header("FROM", "boss@corp.example"));

        assertThat(kept.from()).extracting(Address::email).containsExactly("evil@x.example");
        assertThat(kept.fromAnomaly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "boss@corp.example, false",
        "'a@x.example, b@x.example', true",
        "undisclosed-recipients:;, true",
        "'Team: a@x.example, b@x.example;', true",
        "nonsense, true",
        "'', true"
    })
    void anythingButOneMailboxIsAnAnomaly(String from, boolean anomaly) {
        assertThat(parse(header("From", from)).fromAnomaly()).isEqualTo(anomaly);
    }

    @Test
    void aMessageWithoutHeadersIsKept() {
        KeptMessage kept = parse();

        assertThat(kept.from()).isEmpty();
        assertThat(kept.fromHeader()).isEmpty();
        assertThat(kept.fromAnomaly()).isTrue();
        assertThat(kept.subject()).isEmpty();
        assertThat(kept.to()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Thu, 01 Jan 1970 00:00:00 +0000", "Fri, 31 Dec 2099 23:59:59 +0000", "yesterday"})
    void theDateHeaderIsTextAndNeverATime(String date) {
        KeptMessage kept = parse(header("Date", date));

        assertThat(kept.dateHeader()).isEqualTo(date);
        assertThat(kept.receivedAt()).isEqualTo(RECEIVED);
    }

    @Test
    void theResultsOfAuthenticationAreKeptAsText() {
        KeptMessage kept = parse(
                header("Authentication-Results", "mx.google.com;\r\n dkim=pass;\r\n dmarc=fail"),
                header("sender", "list@x.example"),
                header("REPLY-TO", "reply@x.example"),
                header("Message-ID", "<1@x>"),
                header("Message-ID", "<2@x>"));

        assertThat(kept.authenticationResults()).isEqualTo("mx.google.com; dkim=pass; dmarc=fail");
        assertThat(kept.senderHeader()).isEqualTo("list@x.example");
        assertThat(kept.replyTo()).isEqualTo("reply@x.example");
        assertThat(kept.messageIdHeader()).isEqualTo("<1@x>");
    }

    @Test
    void headersNamedLikePropertiesOfOtherLanguagesAreHarmless() {
        assertThat(parse(header("__proto__", "x"), header("constructor", "y")).subject())
                .isEmpty();
    }

    @Test
    void addressesBeyondAnyLimitAreKept() {
        String address = "a".repeat(5_000) + "@" + "b".repeat(300) + ".example";

        assertThat(parse(header("From", address)).from())
                .extracting(Address::email)
                .containsExactly(address);
    }

    @Test
    void anInternationalDomainIsComparedInAscii() {
        assertThat(parse(header("From", "Jörg <JÖRG@Bücher.EXAMPLE>")).from())
                .containsExactly(new Address("JÖRG@Bücher.EXAMPLE", "jörg@xn--bcher-kva.example", "Jörg"));
    }

    @Test
    void aSnippetIsUnescapedOnceAndLosesItsPadding() {
        assertThat(snippet("It&#39;s &lt;b&gt; &amp;amp; more \u034f \u200c \u034f \u200c"))
                .isEqualTo("It's <b> &amp; more");
        assertThat(snippet("a&#0;b\u0000c&#55296;")).doesNotContain("\u0000").startsWith("abc");
    }

    @Test
    void aMessageOutsideOfTimeIsRefused() {
        assertThatThrownBy(() -> MailParser.parse(metadata(Instant.ofEpochMilli(Long.MAX_VALUE), "")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MailParser.parse(metadata(Instant.ofEpochMilli(Long.MIN_VALUE), "")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String subject(String raw) {
        return parse(header("Subject", raw)).subject();
    }

    private static String snippet(String raw) {
        return MailParser.parse(metadata(RECEIVED, raw)).snippet();
    }

    private static KeptMessage parse(MessageHeader... headers) {
        return MailParser.parse(metadata(RECEIVED, "", headers));
    }

    private static MessageMetadata metadata(Instant received, String snippet, MessageHeader... headers) {
        return new MessageMetadata(
                "1", "1", Set.of("INBOX"), received, 100, snippet, List.copyOf(Arrays.asList(headers)));
    }

    private static MessageHeader header(String name, String value) {
        return new MessageHeader(name, value);
    }
}
