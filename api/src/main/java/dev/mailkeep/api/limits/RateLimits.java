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
import java.util.UUID;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Refuses requests that come too often, before their controller runs ({@link Limited}). */
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
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        // A streamed answer passes here a second time after it has been written.
        if (request.getDispatcherType() == DispatcherType.REQUEST && handler instanceof HandlerMethod method) {
            rate(request, method).ifPresent(rate -> enforce(rate, response));
        }
        return true;
    }

    private record Rate(String name, String who, int perMinute) {}

    private Optional<Rate> rate(HttpServletRequest request, HandlerMethod method) {
        Limited limited = method.getMethodAnnotation(Limited.class);
        Limit limit =
                limited != null ? limited.value() : READING.contains(request.getMethod()) ? Limit.NONE : Limit.CHANGE;
        if (limit == Limit.NONE
                || (limited != null && !limited.with().isEmpty() && request.getParameter(limited.with()) == null)) {
            return Optional.empty();
        }
        String name = limit.name().toLowerCase(Locale.ROOT);
        if (limit == Limit.BEGIN || limit == Limit.FINISH) {
            return Optional.of(new Rate(name, NetworkAddress.of(request.getRemoteAddr()), settings.signIns()));
        }
        return Person.present().map(Person::getName).map(who -> switch (limit) {
            case PLAN -> new Rate(name, who, settings.plans());
            case CHECK, RESYNC -> new Rate(name, who + " " + mailbox(request), settings.checks());
            case EXPORT -> new Rate(name, who, settings.exports());
            case SEARCH -> new Rate(name, who, settings.searches());
            case ACTIVITY -> new Rate(name, who, settings.activity());
            default -> new Rate(name, who, settings.changes());
        });
    }

    /** The id as the controller will read it. Clients can write it in capitals, and with or without leading zeros. */
    private static String mailbox(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables) {
            try {
                return UUID.fromString(String.valueOf(variables.get("id")).strip())
                        .toString();
            } catch (IllegalArgumentException notAnId) {
                return "";
            }
        }
        return "";
    }

    private void enforce(Rate rate, HttpServletResponse response) {
        Optional<Duration> wait;
        try {
            wait = buckets.take(rate.name(), rate.who(), rate.perMinute());
        } catch (BucketExceptions.BucketExecutionException away) {
            throw new DataAccessResourceFailureException("The rate limits could not be read", away);
        }
        if (wait.isPresent()) {
            metrics.counter("mailkeep.requests.limited", "limit", rate.name()).increment();
            long seconds = Math.max(1, (wait.get().toMillis() + 999) / 1_000);
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "too-many-requests",
                    "Too many requests in a short time",
                    "Nothing was done. Wait " + (seconds == 1 ? "a second" : seconds + " seconds")
                            + ", then try again.",
                    NextAction.retry());
        }
    }
}
