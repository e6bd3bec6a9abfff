package dev.mailkeep.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
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
        "o'neil@corp.example, ",
        "a@b.co, a@b.co",
        "no_reply@mail_out.example, no_reply@mail_out.example"
    })
    void isReadAsTyped(String typed, String canonical) {
        if (canonical == null) {
            assertThatThrownBy(() -> Sender.parse(typed)).isInstanceOf(Sender.Invalid.class);
        } else {
            Sender sender = Sender.parse(typed);
            assertThat(sender.value()).isEqualTo(canonical);
            assertThat(sender.isDomain()).isEqualTo(canonical.startsWith("@"));
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
                "\"boss\"@corp.example",
                "boss\" OR \"x@corp.example",
                "a b@corp.example",
                "a\tb@corp.example",
                "a\nb@corp.example",
                "a\u0000b@corp.example",
                "a@b@corp.example",
                "boss@corp.example,other@corp.example",
                "Boss <boss@corp.example>",
                "boss@corp.example -in:spam",
                "boss@[127.0.0.1]",
                "boss@corp.ex ample",
                "{@corp.example",
                "-from:x|y@corp.example"
            })
    void isRefusedWhenItIsNeitherAnAddressNorADomain(String typed) {
        assertThatThrownBy(() -> Sender.parse(typed)).isInstanceOf(Sender.Invalid.class);
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
    void whateverIsTypedItsSearchTermIsOneTerm() {
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
                assertThat(sender.searchTerm()).matches("from:([^\\s\"(){}|]+|\"[^\"\\s(){}|]+\")");
                assertThat(Sender.parse(sender.value())).isEqualTo(sender);
            } catch (Sender.Invalid refused) {
                // Most are.
            }
        }
        assertThat(accepted).isGreaterThan(1_000);
    }
}
