package dev.mailkeep.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailkeep.activities.mail.SenderMatcher.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderMatcherTest {

    private final SenderMatcher matcher =
            new SenderMatcher(List.of("boss@corp.example", "@list.example", "@xn--bcher-kva.example"));

    @ParameterizedTest
    @CsvSource({
        "boss@corp.example, boss@corp.example",
        "BOSS@Corp.Example, BOSS@Corp.Example",
        "The Boss <boss@corp.example>, boss@corp.example",
        "'\"other@x.example\" <boss@corp.example>', boss@corp.example",
        "'\"other@x.example, x\" <boss@corp.example>', boss@corp.example",
        "'someone@x.example, boss@corp.example', boss@corp.example",
        "'Team: someone@x.example, boss@corp.example;', boss@corp.example",
        "anyone@list.example, anyone@list.example",
        "x@bücher.example, x@bücher.example",
        "x@XN--bcher-KVA.example, x@XN--bcher-KVA.example",
        "boss@corp.example (The Boss), boss@corp.example",
        "'boss@corp.example,', boss@corp.example",
        "'broken@, Boss <boss@corp.example>', boss@corp.example"
    })
    void matchesAnyMailboxOfTheHeader(String header, String expected) {
        assertThat(matcher.match(FromHeader.read(header).addresses()))
                .map(Address::email)
                .contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"boss@corp.example\" <evil@x.example>",
                "boss@corp.example <evil@x.example>",
                "\"boss@corp.example <boss@corp.example>\" <evil@x.example>",
                "\"Boss <boss@corp.example>\" <evil@x.example>, broken@",
                "evil@x.example (boss@corp.example)",
                "evil@x.example (<boss@corp.example>), broken@",
                "anyone@sub.list.example",
                "anyone@list.example.evil.example",
                "anyone@evillist.example",
                "notboss@corp.example",
                "boss@sub.corp.example",
                "boss.corp.example",
                "\"Boss <boss@corp.example>\" <evil@x.example",
                "\"boss@corp.example\" <>",
                "boss@corp.example <>",
                "\"boss@corp.example\"",
                "\"boss@corp.example\" evil at x",
                "(boss@corp.example)",
                "undisclosed-recipients:;",
                "=?utf-8?q?boss=40corp=2Eexample?= <evil@x.example>",
                "<>"
            })
    void matchesNothingButTheAddressOfAMailbox(String header) {
        assertThat(matcher.match(FromHeader.read(header).addresses())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Corp misc\"\" <boss@corp.example>",
                "Brian \"Boss <boss@corp.example>",
                "7\" Records <boss@corp.example>",
                "Boss (the boss <boss@corp.example>",
                "Boss :-) <boss@corp.example>",
                "Re: Boss <boss@corp.example>",
                "Boss <boss@corp.example> via List",
                "boss@corp.example\" <boss@corp.example>",
                "broken@, Boss <boss@corp.example>"
            })
    void theOnlyAddressInAngleBracketsIsUsedWhereTheGrammarIsBrokenAndIsAnAnomaly(String header) {
        KeptMessage message = parsed(header);

        assertThat(matcher.judge(message))
                .isEqualTo(new Verdict.Watched(message.from().get(0)));
        assertThat(message.fromAnomaly()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"boss@corp.example\\\" <evil@x.example>",
                "\"evil\" <boss@corp.example>\" <evil@x.example>",
                "A\" <evil@x.example> \"B\" <boss@corp.example>",
                "\"<evil@x.example>\" \"B <boss@corp.example>",
                "evil@x.example (<boss@corp.example>",
                "evil@x.example, \"Boss <boss@corp.example>",
                "Boss <boss@corp.example",
                "boss@corp.example Boss",
                "<boss@corp.example> <evil@x.example>",
                "\"boss@corp.example\" <>",
                "=?utf-8?q?Boss_=3Cboss=40corp=2Eexample=3E?=",
                "anyone @ list.example is who",
                "x <x@bücher.example",
                ""
            })
    void mailThatIsReadInDoubtAndNamesAWatchedSenderIsNeitherStoredNorRefused(String header) {
        assertThat(matcher.judge(parsed(header))).isInstanceOf(Verdict.InDoubt.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"boss@corp.example\" <evil@x.example>",
                "\"<boss@corp.example>\" <evil@x.example>",
                "boss@corp.example <evil@x.example>",
                "\"Notboss <notboss@corp.example>",
                "Boss <boss@corp.example.evil.example",
                "undisclosed-recipients:;",
                "List Example"
            })
    void mailThatIsReadWithoutDoubtOrNamesNoWatchedSenderIsAnotherSenders(String header) {
        assertThat(matcher.judge(parsed(header))).isEqualTo(new Verdict.SomebodyElses());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a..b\"@corp.example', a..b@corp.example",
        "'<\"a..b\"@corp.example>', a..b@corp.example",
        "'\"Bo\\ss\"@corp.example', boss@corp.example",
        "'bo\u0308ss@corp.example', böss@corp.example",
        "boss @ corp . example, boss@corp.example",
        "'<@a.example,@b.example:boss@corp.example>', boss@corp.example",
        "x@faß.example, x@xn--fa-hia.example",
        "x@ｃｏｒｐ。example., x@corp.example",
        "'\"a b\"@corp.example', a b@corp.example"
    })
    void allSpellingsOfAnAddressHaveOneKey(String header, String key) {
        assertThat(parsed(header).from()).extracting(Address::key).containsExactly(key);
        assertThat(parsed(header).fromAnomaly()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jdoe@gmail.com, true",
        "J.D.o.e@GMAIL.com, true",
        "j.doe@googlemail.com, true",
        "jdoe@googlemail.com, true",
        "j.doe+tag@gmail.com, false",
        "jdoe@gmail.example, false",
        "jdoe@mail.gmail.com, false",
        "b.oss@corp.example, false"
    })
    void gmailAndGooglemailAreOneAndTheirDotsDoNotCount(String header, boolean watched) {
        var gmail = new SenderMatcher(List.of("j.doe@gmail.com", "boss@corp.example"));

        assertThat(gmail.match(FromHeader.read(header).addresses()).isPresent()).isEqualTo(watched);
    }

    @Test
    void readingAHeaderTakesTimeInProportionToItsLength() {
        for (String part :
                List.of("\"", "\\\"", "(", "()", "((", "<", "<a@b>", "a@", ",", "[", "\"(", "(\"", "\\", "=?", "a ")) {
            var small = new CountedText(part.repeat(1_000));
            var large = new CountedText(part.repeat(20_000));

            HeaderTokens.of(small);
            HeaderTokens.of(large);

            assertThat(large.steps()).as(part).isLessThanOrEqualTo(30 * small.steps());
        }
    }

    @Test
    void moreAccentsThanAnAddressCanHaveAreNotNormalized() {
        String accents = "e" + "\u0301\u0323".repeat(50_000);

        assertThat(parsed("<" + accents + "@corp.example>").from())
                .extracting(Address::key)
                .containsExactly(accents + "@corp.example");
    }

    private static KeptMessage parsed(String header) {
        return MailParser.parse(new MessageMetadata(
                "1", "1", Set.of("INBOX"), Instant.now(), 1, "", List.of(new MessageHeader("From", header))));
    }

    @Test
    void theFirstOfSeveralWatchedMailboxesCounts() {
        assertThat(matcher.match(FromHeader.read("a@x.example, n@list.example, boss@corp.example")
                        .addresses()))
                .map(Address::email)
                .contains("n@list.example");
    }
}
