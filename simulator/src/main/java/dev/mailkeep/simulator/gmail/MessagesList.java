package dev.mailkeep.simulator.gmail;

import dev.mailkeep.simulator.account.Mailbox;
import dev.mailkeep.simulator.account.Search;
import dev.mailkeep.simulator.behaviour.Behaviour;
import dev.mailkeep.simulator.behaviour.Quirks;
import dev.mailkeep.simulator.http.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** {@code messages.list}. */
final class MessagesList {

    private final Behaviour behaviour;

    MessagesList(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    private record Question(String q, boolean includeSpamTrash, TreeSet<String> labelIds) {}

    Map<String, Object> answer(Mailbox mailbox, Parameters query) {
        Question question = new Question(
                query.text("q"), query.text("includeSpamTrash").equals("true"), new TreeSet<>(query.all("labelIds")));
        int size = Paging.size(query);
        Quirks quirks = behaviour.quirks();
        PageToken token = PageToken.decode(query.first("pageToken"), question);
        int change = token == null
                ? mailbox.changeKnownAt(behaviour.clock().instant(), quirks)
                : Integer.parseInt(token.state());
        int from = token == null ? 0 : Integer.parseInt(token.position());
        int page = token == null ? 0 : token.page();
        List<String> ids = mailbox.find(
                new Search(question.q(), question.includeSpamTrash(), question.labelIds(), change, quirks));

        int start = Math.min(from, ids.size());
        boolean empty = Paging.empty(page, start < ids.size(), quirks);
        int end = empty ? start : Math.min(ids.size(), start + size);
        Map<String, Object> answer = new LinkedHashMap<>();
        if (start < end) {
            answer.put(
                    "messages",
                    ids.subList(start, end).stream()
                            .map(MessagesList::reference)
                            .toList());
        }
        if (end < ids.size()) {
            answer.put(
                    "nextPageToken",
                    new PageToken(Integer.toString(change), Integer.toString(end), page + 1).encode(question));
        }
        // Deliberately wrong, like Gmail's own estimate: clients must not rely on it.
        answer.put("resultSizeEstimate", ids.isEmpty() ? 0 : 201);
        return answer;
    }

    static Map<String, Object> reference(String id) {
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("id", id);
        reference.put("threadId", id);
        return reference;
    }
}
