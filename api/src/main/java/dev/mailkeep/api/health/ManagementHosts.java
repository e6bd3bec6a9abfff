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
 * The host names under which the management port answers. The port has no login. Without this check a stranger's page
 * could read it in the browser of somebody who can reach it, by pointing a name of its own at this address (DNS
 * rebinding). Plain addresses are safe, because no name resolves to them, and the probes of Kubernetes use them.
 *
 * <p>Not annotated, because it belongs to the management port's own context only, which finds it in
 * {@code META-INF/spring/…ManagementContextConfiguration.imports}.
 */
class ManagementHosts {

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]");

    /** {@code MANAGEMENT_HOSTS}: additional names, separated by commas. */
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
                response.getWriter().write("This host name is not allowed here. MANAGEMENT_HOSTS can add it.\n");
            }
        });
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static boolean isOurs(@Nullable String host, Set<String> known) {
        if (host == null || host.isEmpty()) {
            // Only HTTP/1.0 has no Host header, and no current browser speaks it.
            return true;
        }
        String name = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || ADDRESS.matcher(name).matches() || known.contains(name);
    }
}
