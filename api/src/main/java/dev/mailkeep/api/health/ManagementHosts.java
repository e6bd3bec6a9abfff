package dev.mailkeep.api.health;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Under which names the management port answers. It has no login, so a page of a stranger must not read it in the browser
 * of somebody who can reach it, by a name of its own that it lets lead here (DNS rebinding). Addresses do no harm, as no
 * name leads to them, and the probes of Kubernetes use them.
 *
 * <p>Not annotated: it belongs to the management port's own context, which finds it in
 * {@code META-INF/spring/…ManagementContextConfiguration.imports}, and to no other.
 */
class ManagementHosts {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");

    /** {@code MANAGEMENT_HOSTS}: more names, with commas between them. */
    @Bean
    @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
    FilterRegistrationBean<?> onlyNamesOfOurs(@Value("${mailkeep.management-hosts}") String names) {
        Set<String> known =
                StringUtils.commaDelimitedListToSet(names.replaceAll("\\s", "").toLowerCase(Locale.ROOT));
        var registration = new FilterRegistrationBean<>(new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                if (isOurs(request.getHeader(HttpHeaders.HOST), known)) {
                    chain.doFilter(request, response);
                    return;
                }
                response.setStatus(HttpStatus.MISDIRECTED_REQUEST.value());
                response.setContentType(MediaType.TEXT_PLAIN_VALUE);
                response.getWriter().write("Nothing answers here under this name. MANAGEMENT_HOSTS can add it.\n");
            }
        });
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static boolean isOurs(@Nullable String host, Set<String> known) {
        if (host == null || host.isEmpty()) {
            // HTTP/1.0: no browser of today.
            return true;
        }
        String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || ADDRESS.matcher(name).matches() || known.contains(name);
    }
}
