package dev.mailkeep.api.web;

import dev.mailkeep.activities.mailbox.ChangeFeed;
import dev.mailkeep.activities.session.BrowserSession;
import dev.mailkeep.activities.session.BrowserSessions;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Open event streams. An event only tells the page to read again; it carries a mailbox's id and nothing else. A stream
 * ends when the session that opened it ends, in whatever process that happens.
 */
@RestController
class LiveEvents implements SmartLifecycle {

    /** The longest life of a stream. The browser then reconnects by itself and is authenticated again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int MAX_STREAMS_A_USER = 20;

    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private final BrowserSessions sessions;
    private volatile boolean running;

    LiveEvents(BrowserSessions sessions) {
        this.sessions = sessions;
    }

    private record Stream(UUID userId, UUID sessionId, SseEmitter emitter) {}

    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = String.class)))
    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter open(Authentication authentication) throws IOException {
        var emitter = new SseEmitter(LONGEST.toMillis());
        if (!running
                || !(authentication.getPrincipal() instanceof Person person)
                || !(authentication.getDetails() instanceof BrowserSession session)) {
            // The process is stopping. The browser reconnects by itself after an answer that ends, but not after an
            // error.
            emitter.complete();
            return emitter;
        }
        var stream = new Stream(person.id(), session.id(), emitter);
        add(stream);
        emitter.onCompletion(() -> streams.remove(stream));
        emitter.onTimeout(() -> {
            streams.remove(stream);
            emitter.complete();
        });
        emitter.onError(failure -> streams.remove(stream));
        emitter.send(SseEmitter.event().comment("open"));
        // The session may have ended after this request was authenticated and before the stream was registered.
        endUnlessAlive(Set.of(stream));
        return emitter;
    }

    private synchronized void add(Stream stream) {
        if (streams.stream()
                        .filter(other -> other.userId().equals(stream.userId()))
                        .count()
                >= MAX_STREAMS_A_USER) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-requests",
                    "Mailkeep is open in too many tabs",
                    "At most " + MAX_STREAMS_A_USER + " pages can receive live updates at once. Close some of them.",
                    NextAction.retry());
        }
        streams.add(stream);
    }

    void announce(UUID userId, String mailboxId, ChangeFeed.Kind kind) {
        String name = kind.name().toLowerCase(Locale.ROOT);
        for (Stream stream : streams) {
            if (stream.userId().equals(userId)) {
                send(stream, SseEmitter.event().name(name).data(Map.of("mailboxId", mailboxId)));
            }
        }
    }

    /** Ends the streams of a session that has ended. */
    void sessionEnded(UUID sessionId) {
        end(stream -> stream.sessionId().equals(sessionId));
    }

    /** Ends the streams of sessions that ended while this process did not listen. */
    void catchUp() {
        endUnlessAlive(streams);
    }

    private void endUnlessAlive(Set<Stream> some) {
        Set<UUID> asked = some.stream().map(Stream::sessionId).collect(Collectors.toSet());
        if (!asked.isEmpty()) {
            Set<UUID> alive = sessions.alive(asked);
            end(stream -> asked.contains(stream.sessionId()) && !alive.contains(stream.sessionId()));
        }
    }

    private void end(Predicate<Stream> which) {
        streams.stream().filter(which).forEach(stream -> {
            streams.remove(stream);
            stream.emitter().complete();
        });
    }

    /** Keeps proxies from closing quiet streams, and finds streams that are dead. */
    @Scheduled(fixedDelay = 20_000)
    void keepAlive() {
        streams.forEach(stream -> send(stream, SseEmitter.event().comment("")));
    }

    private void send(Stream stream, SseEmitter.SseEventBuilder event) {
        try {
            stream.emitter().send(event);
        } catch (IOException | IllegalStateException gone) {
            streams.remove(stream);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /**
     * Stops first of all, because an open stream would hold up the web server's graceful shutdown until its deadline.
     */
    @Override
    public void stop() {
        running = false;
        end(stream -> true);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
