package dev.mailkeep.api.message;

import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Limits the exports that run at the same time: each one occupies a thread for as long as its reader takes. */
@Component
class ExportsUnderWay {

    private static final int MAX_A_PERSON = 3;
    private static final int MAX = 20;

    private final Map<UUID, Integer> byPerson = new HashMap<>();

    /** The place of one export, given back when the export ends. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place.
     *
     * @throws Problem when all places are taken
     */
    synchronized Place take(UUID person) {
        int own = byPerson.getOrDefault(person, 0);
        int all = byPerson.values().stream().mapToInt(Integer::intValue).sum();
        if (own >= MAX_A_PERSON || all >= MAX) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-requests",
                    "Too many exports are running",
                    own >= MAX_A_PERSON
                            ? MAX_A_PERSON + " of your exports are running. Wait until one of them has finished."
                            : "Other people's exports are running. Try again in a few minutes.",
                    NextAction.retry());
        }
        byPerson.put(person, own + 1);
        return () -> leave(person);
    }

    private synchronized void leave(UUID person) {
        byPerson.computeIfPresent(person, (id, own) -> own == 1 ? null : own - 1);
    }
}
