package dev.mailkeep.api.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A fixed number of places, of which one person gets only some. */
final class Places {

    private final int ofOne;
    private final int ofAll;
    private final Map<String, Integer> taken = new HashMap<>();
    private int inAll;

    Places(int ofOne, int ofAll) {
        this.ofOne = ofOne;
        this.ofAll = ofAll;
    }

    /** A place. It is given back once, even if it is closed more than once. */
    final class Place implements AutoCloseable {

        private final String who;
        private final AtomicBoolean open = new AtomicBoolean(true);

        private Place(String who) {
            this.who = who;
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                giveBack(who);
            }
        }
    }

    /**
     * A place, or the reason for refusing one.
     *
     * @param byOthers whether others hold all the places
     */
    record Taken(@Nullable Place place, boolean byOthers) {}

    synchronized Taken take(String who) {
        int own = taken.getOrDefault(who, 0);
        if (own >= ofOne || inAll >= ofAll) {
            return new Taken(null, own < ofOne);
        }
        taken.put(who, own + 1);
        inAll++;
        return new Taken(new Place(who), false);
    }

    private synchronized void giveBack(String who) {
        inAll--;
        taken.computeIfPresent(who, (name, count) -> count > 1 ? count - 1 : null);
    }

    /** How many places are in use. */
    synchronized int inUse() {
        return inAll;
    }
}
