package dev.mailkeep.simulator.gmail;

import dev.mailkeep.simulator.account.HistoryEntry;
import dev.mailkeep.simulator.account.Mailbox;
import dev.mailkeep.simulator.behaviour.Behaviour;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.http.Parameters;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code history.list}. The pages together cover the changes up to the request for the first page. */
final class HistoryList {

    private final Behaviour behaviour;

    HistoryList(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    private record Question(BigInteger start, Set<HistoryEntry.Type> types) {}

    /** Null means 404: the start is too old. */
    @Nullable
    Map<String, Object> answer(Mailbox mailbox, Parameters query) {
        Question question = new Question(start(query.text("startHistoryId")), types(query.all("historyTypes")));
        int size = Paging.size(query);
        Quirks quirks = behaviour.quirks();
        PageToken token = PageToken.decode(query.first("pageToken"), question);
        if (!mailbox.historyReaches(question.start())) {
            return null;
        }
        BigInteger current = mailbox.historyId();
        BigInteger upTo = token == null ? current : new BigInteger(token.state());
        BigInteger after = token == null ? question.start() : new BigInteger(token.position());
        int page = token == null ? 0 : token.page();

        List<HistoryEntry> entries = new ArrayList<>(mailbox.history(after, upTo, question.types(), size + 1));
        boolean more = entries.size() > size;
        if (Paging.empty(page, !entries.isEmpty(), quirks)) {
            more = true;
            entries.clear();
        } else if (more) {
            entries.remove(size);
        }

        Map<String, Object> answer = new LinkedHashMap<>();
        if (!entries.isEmpty()) {
            after = entries.get(entries.size() - 1).historyId();
            answer.put(
                    "history",
                    entries.stream().map(entry -> record(entry, quirks)).toList());
        }
        if (more) {
            answer.put("nextPageToken", new PageToken(upTo.toString(), after.toString(), page + 1).encode(question));
        }
        BigInteger named = page > 0 && !quirks.newerHistoryIdOnLaterPages() ? upTo : current;
        answer.put("historyId", named.toString());
        return answer;
    }

    private static BigInteger start(String text) {
        if (!text.matches("\\d{1,20}")) {
            throw new InvalidArgument("Invalid value for startHistoryId: " + text);
        }
        return new BigInteger(text);
    }

    private static Set<HistoryEntry.Type> types(List<String> names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(HistoryEntry.Type.class);
        }
        Set<HistoryEntry.Type> types = EnumSet.noneOf(HistoryEntry.Type.class);
        for (String name : names) {
            try {
                types.add(HistoryEntry.Type.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw new InvalidArgument("Invalid value for historyTypes: " + name);
            }
        }
        return types;
    }

    private static Map<String, Object> record(HistoryEntry entry, Quirks quirks) {
        Map<String, Object> message = MessagesList.reference(entry.messageId());
        if (!quirks.bareHistory() && !entry.labels().isEmpty()) {
            message.put("labelIds", new TreeSet<>(entry.labels()));
        }
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("message", message);
        if (!entry.changed().isEmpty()) {
            change.put("labelIds", new TreeSet<>(entry.changed()));
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", entry.historyId().toString());
        record.put("messages", List.of(MessagesList.reference(entry.messageId())));
        record.put(entry.type().field(), List.of(change));
        return record;
    }
}
