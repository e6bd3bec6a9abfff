package dev.mailkeep.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        assertThat(matcher.match(FromHeader.parse(header))).map(Address::email).contains(expected);
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
    void neverMatchesByAnythingElse(String header) {
        assertThat(matcher.match(FromHeader.parse(header))).isEmpty();
    }

    @Test
    void theFirstOfSeveralWatchedMailboxesCounts() {
        assertThat(matcher.match(FromHeader.parse("a@x.example, n@list.example, boss@corp.example")))
                .map(Address::email)
                .contains("n@list.example");
    }
}
