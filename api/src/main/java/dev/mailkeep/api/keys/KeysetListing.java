package dev.mailkeep.api.keys;

import dev.mailkeep.activities.token.Keysets;
import dev.mailkeep.activities.token.rotation.KeysetReaders.Reader;
import dev.mailkeep.activities.token.rotation.SealedSecrets.Count;
import dev.mailkeep.activities.token.rotation.SealedSecrets.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code keys list} prints: every key, how many secrets it encrypts, and whether all processes hold the same keys.
 */
final class KeysetListing {

    private static final String ROW = "%-12s %-10s %8s %12s %8s %6s";

    private KeysetListing() {}

    static List<String> lines(List<Keysets.Key> keyset, List<Count> counts, List<Reader> running) {
        var lines = new ArrayList<String>();
        lines.add(String.format(Locale.ROOT, ROW, "KEY", "STATUS", "TOKENS", "REVOCATIONS", "FLOWS", "CHECK"));
        for (Keysets.Key key : keyset) {
            String status = key.primary() ? "primary" : key.enabled() ? "enabled" : "disabled";
            lines.add(row(Long.toString(key.id()), status, key.id(), counts));
        }
        Set<Long> known = keyset.stream().map(Keysets.Key::id).collect(Collectors.toSet());
        counts.stream()
                .map(Count::keyId)
                .filter(Objects::nonNull)
                .filter(id -> !known.contains(id))
                .distinct()
                .sorted()
                .forEach(id -> lines.add(row(Long.toString(id), "unknown", id, counts)));
        if (counts.stream().anyMatch(count -> count.keyId() == null)) {
            lines.add(row("-", "damaged", null, counts));
        }
        lines.add("");
        long same = running.stream()
                .filter(reader -> reader.keyIds().equals(enabled(keyset)) && isPrimary(keyset, reader.primaryKeyId()))
                .count();
        lines.add("Running processes: " + running.size() + ", of which " + same + " use this keyset.");
        return lines;
    }

    private static Set<Long> enabled(List<Keysets.Key> keyset) {
        return keyset.stream().filter(Keysets.Key::enabled).map(Keysets.Key::id).collect(Collectors.toSet());
    }

    private static boolean isPrimary(List<Keysets.Key> keyset, long id) {
        return keyset.stream().anyMatch(key -> key.primary() && key.id() == id);
    }

    private static String row(String name, String status, @Nullable Long id, List<Count> counts) {
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                status,
                secrets(Place.TOKENS, id, counts),
                secrets(Place.REVOCATIONS, id, counts),
                secrets(Place.FLOWS, id, counts),
                secrets(Place.CHECK, id, counts));
    }

    private static long secrets(Place place, @Nullable Long id, List<Count> counts) {
        return counts.stream()
                .filter(count -> count.place() == place && Objects.equals(count.keyId(), id))
                .mapToLong(Count::secrets)
                .sum();
    }
}
