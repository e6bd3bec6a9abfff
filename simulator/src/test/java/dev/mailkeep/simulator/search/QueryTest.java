package dev.mailkeep.simulator.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    private static final Instant AT = Instant.ofEpochSecond(1_000_000);

    private static Document from(String header) {
        return Document.of(header, "The invoice", "Pay until Friday", AT, "<one@mail.example>");
    }

    private static boolean hits(String q, Document mail, String... labels) {
        return Query.parse(q).matches(mail, Set.of(labels), false);
    }

    private static boolean hitsLoosely(String q, Document mail) {
        return Query.parse(q).matches(mail, Set.of(), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from:boss@corp.example",
                "from:BOSS@Corp.Example",
                "from:\"boss@corp.example\"",
                "from:(boss@corp.example)",
                "from:(other@x.example OR boss@corp.example)",
                "from:(other@x.example OR \"boss@corp.example\" OR third@x.example)",
                "{from:other@x.example from:boss@corp.example}",
                "from:{other@x.example boss@corp.example}",
                "from:@corp.example",
                "from:corp.example",
                "from:boss",
                "from:other@x.example OR from:boss@corp.example",
                "from:boss@corp.example after:1000000 before:1000001",
                "from:boss@corp.example after:1970/01/01 before:1970-01-14",
                "-from:other@x.example",
                "from:boss@corp.example -in:spam",
                "rfc822msgid:<one@mail.example>",
                "rfc822msgid:one@mail.example",
                "invoice friday",
                "\"the invoice\"",
                "in:anywhere",
                "",
                ") from:boss@corp.example (",
            })
    void finds(String q) {
        assertThat(hits(q, from("\"Big Boss\" <boss@corp.example>"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from:boss@corp.exampl",
                "from:x-boss@corp.example",
                "from:@sub.corp.example",
                "from:big",
                "from:",
                "from:()",
                "from:boss@corp.example after:1000001",
                "from:boss@corp.example before:1000000",
                "from:(other@x.example OR third@x.example)",
                "from:boss@corp.example in:spam",
                "-from:boss@corp.example",
                "rfc822msgid:two@mail.example",
                "larger:1M",
                "after:yesterday",
                "invoice monday",
            })
    void doesNotFind(String q) {
        assertThat(hits(q, from("\"Big Boss\" <boss@corp.example>"))).isFalse();
    }

    @Test
    void bindsOrTighterThanAnd() {
        String q = "from:a@x.example OR from:boss@corp.example after:1000001";

        assertThat(hits(q, from("a@x.example"))).isFalse();
    }

    @Test
    void matchesNeitherNamesNorSubdomainsUnlessLoose() {
        Document forged = from("\"boss@corp.example\" <evil@x.example>");
        Document sub = from("a@mail.corp.example");
        Document similar = from("a@mycorp.example");

        assertThat(hits("from:boss@corp.example", forged)).isFalse();
        assertThat(hitsLoosely("from:boss@corp.example", forged)).isTrue();
        assertThat(hits("from:@corp.example", sub)).isFalse();
        assertThat(hitsLoosely("from:@corp.example", sub)).isTrue();
        assertThat(hits("from:corp.example", similar)).isFalse();
        assertThat(hitsLoosely("from:corp.example", similar)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boss@corp.example",
                "<boss@corp.example>",
                "Boss <boss@corp.example",
                "\"a, b\" <boss@corp.example>",
                "ann@x.example, Boss <boss@corp.example>",
                "Team: ann@x.example, boss@corp.example;",
                "(a comment) boss@corp.example",
                "ceo@other.example <boss@corp.example>",
            })
    void readsAddressesFromOddHeaders(String header) {
        assertThat(hits("from:boss@corp.example", from(header))).isTrue();
        assertThat(hits("from:ceo@other.example", from(header))).isFalse();
    }

    @Test
    void readsHostileHeadersWithoutFailing() {
        for (String piece : List.of("\"", "\\\"", "(", "<", "@", "\"\\\\", ",", "a@", "\ud800")) {
            Document mail = from(piece.repeat(100_000));
            assertThat(hits("from:boss@corp.example", mail)).isFalse();
        }
    }

    @Test
    void matchesADomainOnlyInTheSpellingOfTheHeader() {
        assertThat(hits("from:@bücher.example", from("a@BÜCHER.example"))).isTrue();
        assertThat(hits("from:@bücher.example", from("a@xn--bcher-kva.example")))
                .isFalse();
        assertThat(hits("from:@xn--bcher-kva.example", from("a@bücher.example")))
                .isFalse();
    }

    @Test
    void matchesAQuotedLocalPartLikeAnUnquotedOne() {
        assertThat(hits("from:a..b@corp.example", from("\"a..b\"@corp.example")))
                .isTrue();
    }

    @Test
    void reportsWhetherAQueryAsksForSpamOrTrash() {
        assertThat(Query.parse("from:a@x.example in:spam").reachesSpamAndTrash())
                .isTrue();
        assertThat(Query.parse("from:(x) OR in:anywhere (y)").reachesSpamAndTrash())
                .isTrue();
        assertThat(Query.parse("{in:trash in:inbox}").reachesSpamAndTrash()).isTrue();
        assertThat(Query.parse("from:a@x.example -in:spam").reachesSpamAndTrash())
                .isFalse();
    }

    @Test
    void namesTheWordsThatNarrowASearchBySender() {
        assertThat(Query.parse("from:(a@x.example OR b@y.example) after:5").senderWords())
                .containsExactly("a", "b");
        assertThat(Query.parse("from:@list.example").senderWords()).containsExactly("list");
        assertThat(Query.parse("after:5").senderWords()).isNull();
        assertThat(Query.parse("from:a@x.example OR invoice").senderWords()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(", ")", "{", "}", "\"", "-", "- -", "OR", "OR OR", "from:(", "from:\"", "(((", "a OR", ":", "from::",
                "-(", "{OR}"
            })
    void parsesAnyTextWithoutGettingStuck(String q) {
        assertThat(Query.parse(q).matches(from("a@x.example"), Set.of(), true)).isIn(true, false);
    }
}
