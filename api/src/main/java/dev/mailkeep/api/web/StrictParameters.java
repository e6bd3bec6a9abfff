package dev.mailkeep.api.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses parameters that can't be read or stored, for every route and whether the route uses them or not: without a
 * name, not UTF-8, with a NUL, or with a year that no calendar has. Also refuses a body whose content type is a range
 * of types.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 60)
class StrictParameters extends OncePerRequestFilter implements WebMvcConfigurer {

    private final ProblemWriter problems;

    StrictParameters(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (areReadable(request) && isOneType(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            chain.doFilter(request, response);
        } else {
            problems.write(response, Problem.notPossible());
        }
    }

    private static boolean areReadable(HttpServletRequest request) {
        try {
            for (Map.Entry<String, String[]> parameter :
                    request.getParameterMap().entrySet()) {
                if (!Texts.canBeStored(parameter.getKey())
                        || !Arrays.stream(parameter.getValue()).allMatch(Texts::canBeStored)) {
                    return false;
                }
            }
            return true;
        } catch (InvalidParameterException unreadable) {
            return false;
        }
    }

    private static boolean isOneType(@Nullable String type) {
        try {
            return type == null || MediaType.parseMediaType(type).isConcrete();
        } catch (InvalidMediaTypeException unreadable) {
            // Spring answers 415 if the route expects a body.
            return true;
        }
    }

    @Override
    public void addFormatters(FormatterRegistry registry) {
        registry.addConverter(new Converter<String, Instant>() {
            @Override
            public Instant convert(String text) {
                return Texts.time(text);
            }
        });
    }
}
