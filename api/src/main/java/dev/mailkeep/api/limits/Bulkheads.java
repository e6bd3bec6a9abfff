package dev.mailkeep.api.limits;

import dev.mailkeep.api.web.NextAction;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Limits how many costly answers are under way at the same time, for one person and in all ({@link Limit}). Refuses the
 * next one at once, because waiting would take a thread from somebody else.
 */
@Component
class Bulkheads implements AsyncHandlerInterceptor, WebMvcConfigurer {

    private static final String PLACE = Bulkheads.class.getName();

    private final Map<Limit, Places> places = Arrays.stream(Limit.values())
            .filter(limit -> limit.ofAll() > 0)
            .collect(Collectors.toMap(Function.identity(), limit -> new Places(limit.ofOne(), limit.ofAll())));
    private final MeterRegistry metrics;

    Bulkheads(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        Limited limited = handler instanceof HandlerMethod method ? method.getMethodAnnotation(Limited.class) : null;
        Places of = limited == null ? null : places.get(limited.value());
        if (limited != null && of != null && request.getDispatcherType() == DispatcherType.REQUEST) {
            String who = Person.present().map(Person::getName).orElse("");
            Places.Taken taken = of.take(who);
            if (taken.place() == null) {
                String name = limited.value().name().toLowerCase(Locale.ROOT);
                metrics.counter("mailkeep.requests.limited", "limit", name + "-at-once")
                        .increment();
                throw taken.byOthers() ? busy() : tooMany();
            }
            request.setAttribute(PLACE, taken.place());
        }
        return true;
    }

    /** A streamed answer keeps its place until it has been written, or until writing it fails. */
    @Override
    public void afterConcurrentHandlingStarted(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(new GiveBack(request));
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        giveBack(request);
    }

    private static void giveBack(HttpServletRequest request) {
        if (request.getAttribute(PLACE) instanceof Places.Place place) {
            place.close();
        }
    }

    private static Problem tooMany() {
        return new Problem(
                HttpStatus.TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too many requests at the same time",
                "Your earlier requests are not answered yet. Wait for them, then try again.",
                NextAction.retry());
    }

    private static Problem busy() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "busy",
                "Mailkeep is busy",
                "This Mailkeep is answering too many requests at once. Try again in a moment.",
                NextAction.retry());
    }

    private record GiveBack(HttpServletRequest request) implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            giveBack(request);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            giveBack(request);
        }

        @Override
        public void onError(AsyncEvent event) {
            giveBack(request);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
