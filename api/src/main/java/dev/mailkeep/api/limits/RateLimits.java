package dev.mailkeep.api.limits;

import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import io.github.bucket4j.BucketExceptions;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses what comes too often, before it is looked at. Leaving and signing out are never refused. */
@Component
class RateLimits implements HandlerInterceptor, WebMvcConfigurer {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final LimitSettings settings;
    private final Buckets buckets;
    private final MeterRegistry metrics;

    RateLimits(LimitSettings settings, Buckets buckets, MeterRegistry metrics) {
        this.settings = settings;
        this.buckets = buckets;
        this.metrics = metrics;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**", "/auth/google", "/auth/google/start");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // An answer that is streamed comes by a second time when it has been written.
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            limit(request).ifPresent(limit -> enforce(limit, response));
        }
        return true;
    }

    private record Limit(String name, String who, int perMinute) {}

    private Optional<Limit> limit(HttpServletRequest request) {
        // The route and not the path: a path can be written in many ways.
        String route = String.valueOf(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE));
        if (route.startsWith("/auth/google")) {
            // Whoever signs in is nobody yet, and a new session costs nothing.
            String name = route.endsWith("/start") ? "begin" : "finish";
            return Optional.of(new Limit(name, NetworkAddress.of(request.getRemoteAddr()), settings.signIns()));
        }
        Person person = person();
        if (person == null || request.getMethod().equals("DELETE")) {
            return Optional.empty();
        }
        String who = person.id().toString();
        if (READING.contains(request.getMethod())) {
            return route.endsWith("/export")
                    ? Optional.of(new Limit("export", who, settings.exports()))
                    : Optional.empty();
        }
        if (route.endsWith("/plan")) {
            return Optional.of(new Limit("plan", who, settings.plans()));
        }
        if (route.endsWith("/sync") || route.endsWith("/resync")) {
            return Optional.of(new Limit("look", who + " " + route + " " + mailbox(request), settings.looks()));
        }
        return Optional.of(new Limit("change", who, settings.changes()));
    }

    private static String mailbox(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? String.valueOf(variables.get("id")).toLowerCase(Locale.ROOT)
                : "";
    }

    private void enforce(Limit limit, HttpServletResponse response) {
        Optional<Duration> wait;
        try {
            wait = buckets.take(limit.name(), limit.who(), limit.perMinute());
        } catch (BucketExceptions.BucketExecutionException away) {
            throw new DataAccessResourceFailureException("The rate limits could not be read", away);
        }
        if (wait.isPresent()) {
            metrics.counter("mailkeep.requests.limited", "limit", limit.name()).increment();
            long seconds = Math.max(1, (wait.get().toMillis() + 999) / 1_000);
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-requests",
                    "That was asked too often",
                    "Nothing was done. Wait " + (seconds == 1 ? "a second" : seconds + " seconds")
                            + ", then try again.",
                    NextAction.retry());
        }
    }

    private static @Nullable Person person() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Person person ? person : null;
    }
}
