package dev.mailkeep.api.web;

import dev.mailkeep.activities.mailbox.ChangeFeed;
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
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Open event streams, by user. Events are hints to read again; they carry a mailbox's id and nothing else. */
@RestController
class LiveEvents implements SmartLifecycle {

    /** A browser opens the next one by itself, as whoever it is by then. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int MAX_STREAMS_A_USER = 20;

    private final Map<UUID, Set<SseEmitter>> streams = new ConcurrentHashMap<>();
    private volatile boolean running;

    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = String.class)))
    @GetMapping(path = "/api/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter open(@AuthenticationPrincipal Person person) throws IOException {
        var stream = new SseEmitter(LONGEST.toMillis());
        Set<SseEmitter> own = streams.computeIfAbsent(person.id(), id -> ConcurrentHashMap.newKeySet());
        if (!running || own.size() >= MAX_STREAMS_A_USER) {
            stream.complete();
            return stream;
        }
        own.add(stream);
        stream.onCompletion(() -> own.remove(stream));
        stream.onTimeout(() -> {
            own.remove(stream);
            stream.complete();
        });
        stream.onError(failure -> own.remove(stream));
        stream.send(SseEmitter.event().comment("open"));
        return stream;
    }

    void announce(UUID userId, String mailboxId, ChangeFeed.Kind kind) {
        Set<SseEmitter> own = streams.get(userId);
        if (own == null) {
            return;
        }
        String name = kind.name().toLowerCase(Locale.ROOT);
        for (SseEmitter stream : own) {
            send(own, stream, SseEmitter.event().name(name).data(Map.of("mailboxId", mailboxId)));
        }
    }

    /** Keeps proxies from closing quiet streams, and finds out which are dead. */
    @Scheduled(fixedDelay = 20_000)
    void keepAlive() {
        streams.values()
                .forEach(own -> own.forEach(
                        stream -> send(own, stream, SseEmitter.event().comment(""))));
    }

    private static void send(Set<SseEmitter> own, SseEmitter stream, SseEmitter.SseEventBuilder event) {
        try {
            stream.send(event);
        } catch (IOException | IllegalStateException gone) {
            own.remove(stream);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** First of all to stop: an open stream would hold the web server's graceful shutdown until its deadline. */
    @Override
    public void stop() {
        running = false;
        streams.values().forEach(own -> own.forEach(SseEmitter::complete));
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
