package dev.mailkeep.activities.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true of every message, however odd. */
class OddMailTest {

    private static final Instant RECEIVED = Instant.parse("2026-03-01T10:00:00Z");
    private static final int MESSAGES = 4_000;
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyMessageIsReadIntoTextThatCanBeStoredAndShown(long seed) {
        var odd = new OddMail(seed);
        for (int i = 0; i < MESSAGES; i++) {
            var metadata = metadata(odd, i);

            KeptMessage kept = MailParser.parse(metadata);

            assertThat(texts(kept)).allSatisfy(text -> {
                isCleanLine(text);
                assertThat(text.codePointCount(0, text.length())).isLessThanOrEqualTo(HeaderText.MAX_LENGTH + 1);
            });
            assertThat(kept.from()).allSatisfy(address -> {
                isCleanLine(address.email());
                assertThat(QUOTED.matcher(address.email()).replaceAll(""))
                        .contains("@")
                        .doesNotContainAnyWhitespaces();
                assertThat(address.key()).contains("@").isEqualTo(Address.lower(address.key()));
            });
            assertThat(kept.fromAnomaly() || kept.from().size() == 1).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void aMatchedSenderIsInTheFirstFromHeader(long seed) {
        var odd = new OddMail(seed);
        var matcher = new SenderMatcher(List.of("boss@corp.example", "@x.example"));
        for (int i = 0; i < MESSAGES; i++) {
            var metadata = metadata(odd, i);

            KeptMessage kept = MailParser.parse(metadata);

            matcher.match(kept.from()).ifPresent(matched -> {
                assertThat(kept.from()).contains(matched);
                assertThat(matched.key()).matches("boss@corp\\.example|.*@x\\.example");
            });
        }
    }

    private static MessageMetadata metadata(OddMail odd, int number) {
        return new MessageMetadata(
                "id" + number, "thread", Set.of("INBOX"), RECEIVED, 1, odd.text(), List.copyOf(odd.headers()));
    }

    private static List<String> texts(KeptMessage kept) {
        return Stream.of(
                        kept.fromHeader(),
                        kept.senderHeader(),
                        kept.replyTo(),
                        kept.to(),
                        kept.cc(),
                        kept.subject(),
                        kept.dateHeader(),
                        kept.messageIdHeader(),
                        kept.listId(),
                        kept.authenticationResults(),
                        kept.snippet())
                .filter(Objects::nonNull)
                .toList();
    }

    private static void isCleanLine(String text) {
        assertThat(text.codePoints())
                .noneMatch(Character::isISOControl)
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
