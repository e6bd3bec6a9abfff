package dev.mailkeep.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderTest {

    @ParameterizedTest
    @CsvSource({
        "boss@corp.example, boss@corp.example",
        "'  Boss@CORP.Example ', boss@corp.example",
        "@list.example, @list.example",
        "@LIST.Example, @list.example",
        "boss@corp.example., boss@corp.example",
        "first.last+tag@sub.corp.example, first.last+tag@sub.corp.example",
        "user@bücher.example, user@xn--bcher-kva.example",
        "@BÜCHER.example, @xn--bcher-kva.example",
        "@xn--bcher-kva.example, @xn--bcher-kva.example",
        "jörg@corp.example, jörg@corp.example",
        "o'neil@corp.example, o'neil@corp.example",
        "boss@straße.example, boss@xn--strae-oqa.example",
        "@faß.example, @xn--fa-hia.example",
        "'\"boss\"@corp.example', boss@corp.example",
        "'\"a..b\"@docomo.example', a..b@docomo.example",
        "bo\u0308ss@corp.example, böss@corp.example",
        "boss@ｃｏｒｐ。example, boss@corp.example",
        "J.Doe@GoogleMail.com, j.doe@gmail.com",
        "@googlemail.com, @gmail.com",
        "Boss <boss@corp.example>, boss@corp.example",
        "'\"Hopper, Grace\" <grace@corp.example>', grace@corp.example",
        "'Hopper, Grace <grace@corp.example>', grace@corp.example",
        "Dr. Grace Hopper <grace@corp.example>, grace@corp.example",
        "boss@corp.example <boss@corp.example>, boss@corp.example",
        "<boss@corp.example>, boss@corp.example",
        "The list <@list.example>, @list.example",
        "\u200bboss@corp.example, boss@corp.example",
        "bo\u200bss@corp.example, boss@corp.example",
        "bo\u00adss@corp.exam\u00adple, boss@corp.example",
        "\u202aboss@corp.example\u202c, boss@corp.example",
        "\u00a0boss@corp.example\u00a0, boss@corp.example",
        "\ufeffboss@corp.example\u2060, boss@corp.example",
        "пётр@пример.example, пётр@xn--e1afmkfd.example",
        "a@b.co, a@b.co",
        "no_reply@mail_out.example, no_reply@mail_out.example"
    })
    void isReadAsPeopleTypeIt(String typed, String canonical) {
        if (canonical == null) {
            assertThatThrownBy(() -> Sender.parse(typed)).isInstanceOf(Sender.Invalid.class);
        } else {
            Sender sender = Sender.parse(typed);
            assertThat(sender.value()).isEqualTo(canonical);
            assertThat(Sender.parse(canonical)).isEqualTo(sender);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "boss",
                "boss@",
                "boss@corp",
                "@corp",
                "boss@corp..example",
                "boss@.example",
                "boss@-corp.example",
                "*@corp.example",
                "@*.example",
                "*",
                "boss@corp.example OR in:anywhere",
                "boss@corp.example) OR (in:anywhere",
                "x} OR {in:anywhere from:a@b.example",
                "boss\" OR \"x@corp.example",
                "a b@corp.example",
                "a\tb@corp.example",
                "a\nb@corp.example",
                "a\u0000b@corp.example",
                "a@b@corp.example",
                "boss@corp.example,other@corp.example",
                "Mum <mum@x>, gmail.com",
                "gmail.com, Mum <mum@corp.example>",
                "Boss <boss@corp.example>, Mum <mum@corp.example>",
                "boss@corp.example <evil@x.example>",
                "Boss <boss@corp.example> and more",
                "Boss <corp.example>",
                "boss@corp.example; mum@corp.example",
                "\"a b\"@corp.example",
                "boss@xn--99999999.example",
                "boss@corp.example <@list.example>",
                "boss@corp.example -in:spam",
                "boss@[127.0.0.1]",
                "boss@corp.ex ample",
                "{@corp.example",
                "-from:x|y@corp.example"
            })
    void isRefusedWhenItIsNeitherAnAddressNorADomain(String typed) {
        assertThatThrownBy(() -> Sender.parse(typed)).isInstanceOf(Sender.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "b\u043ess@corp.example, CYRILLIC SMALL LETTER O (U+043E)",
        "boss@\u0441orp.example, CYRILLIC SMALL LETTER ES (U+0441)",
        "b\u03bfss@corp.example, GREEK SMALL LETTER OMICRON (U+03BF)",
        "bo\u200css@corp.example, ZERO WIDTH NON-JOINER (U+200C)",
        "boss@co\u200drp.example, ZERO WIDTH JOINER (U+200D)",
        "bo\u00a0ss@corp.example, NO-BREAK SPACE (U+00A0)",
        "\uff42oss@corp.example, FULLWIDTH LATIN SMALL LETTER B (U+FF42)",
        "boss\uff20corp.example, FULLWIDTH COMMERCIAL AT (U+FF20)",
        "boss@corp .example, SPACE (U+0020)",
        "bo(ss@corp.example, LEFT PARENTHESIS (U+0028)"
    })
    void invisibleAndConfusableCharactersAreRefusedByTheirNames(String typed, String name) {
        assertThatThrownBy(() -> Sender.parse(typed))
                .isInstanceOf(Sender.Invalid.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({
        "boss@corp.example, from:boss@corp.example",
        "@bücher.example, 'from:@xn--bcher-kva.example from:\"@bücher.example\"'",
        "j.doe@googlemail.com, from:j.doe@gmail.com from:j.doe@googlemail.com",
        "o'neil@corp.example, 'from:\"o''neil@corp.example\"'"
    })
    void isSearchedForInEachSpellingThatAHeaderMayContain(String typed, String terms) {
        assertThat(String.join(" ", Sender.parse(typed).searchTerms())).isEqualTo(terms);
    }

    @Test
    void namesLongerThanADomainCanBeAreNotPrepared() {
        var random = new Random(2);
        var prepared = new AtomicInteger();
        var longest = new AtomicInteger();
        for (int i = 0; i < 500; i++) {
            String part =
                    List.of("ß", "。", "日.", "\u00ad", "a", "xn--", "🎉", "é").get(random.nextInt(8));
            String domain = part.repeat(1 + random.nextInt(i % 2 == 0 ? 300 : 160_000));
            Domains.ascii(domain, name -> {
                prepared.incrementAndGet();
                longest.accumulateAndGet(name.length(), Math::max);
                return "";
            });
        }
        assertThat(prepared.get()).isPositive();
        assertThat(longest.get()).isLessThanOrEqualTo(Domains.LONGEST);
    }

    @Test
    void aSenderOfAHundredAndSixtyKilobytesIsRefusedForItsLength() {
        for (String part : List.of("ß", "日", "a.", "\u200b", "<", "\"")) {
            assertThatThrownBy(() -> Sender.parse("boss@" + part.repeat(160_000) + ".example"))
                    .hasMessage("An address has at most 320 characters; this is longer");
            assertThat(Sender.key("boss@" + part.repeat(160_000))).isEmpty();
        }
    }

    @Test
    void tooLongPartsAreRefused() {
        assertThatThrownBy(() -> Sender.parse("a".repeat(65) + "@corp.example")).isInstanceOf(Sender.Invalid.class);
        assertThatThrownBy(() -> Sender.parse("@" + "a".repeat(64) + ".example"))
                .isInstanceOf(Sender.Invalid.class);
        assertThatThrownBy(() -> Sender.parse("@" + "a.".repeat(130) + "example"))
                .isInstanceOf(Sender.Invalid.class);
    }

    @Test
    void theSearchTermOfAnySenderIsOneTerm() {
        var random = new Random(1);
        String alphabet = "ab.@-_+*()[]{}|\"' :,;<>\\\t\n\u0000üß日🎉ORin";
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            var typed = new StringBuilder();
            int length = 1 + random.nextInt(12);
            for (int j = 0; j < length; j++) {
                typed.appendCodePoint(alphabet.codePointAt(
                        alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())))));
            }
            try {
                Sender sender = Sender.parse(typed.append("@corp.example").toString());
                accepted++;
                assertThat(sender.searchTerms())
                        .allMatch(term -> term.matches("from:([^\\s\"(){}|]+|\"[^\"\\s(){}|]+\")"));
                assertThat(Sender.parse(sender.value())).isEqualTo(sender);
            } catch (Sender.Invalid refused) {
                // Most are.
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }
}
