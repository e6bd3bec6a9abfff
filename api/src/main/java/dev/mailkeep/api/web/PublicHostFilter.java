package dev.mailkeep.api.web;

import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.MailkeepSettings.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * People reach Mailkeep under one address only, because cookies and Google's redirect belong to it. A browser that
 * comes by another host is redirected there. A process that only runs a worker serves no pages.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class PublicHostFilter extends OncePerRequestFilter {

    private final MailkeepSettings settings;

    PublicHostFilter(MailkeepSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (settings.role() == Role.WORKER) {
            response.sendError(HttpStatus.NOT_FOUND.value());
        } else if (isPublic(request)) {
            chain.doFilter(request, response);
        } else if (request.getMethod().equals("GET")) {
            // Redirects to the start page only: a path from a stranger's link is not carried over.
            response.setStatus(HttpStatus.FOUND.value());
            response.setHeader("Location", settings.publicUrl() + "/");
        } else {
            response.sendError(HttpStatus.MISDIRECTED_REQUEST.value());
        }
    }

    private boolean isPublic(HttpServletRequest request) {
        URI publicUrl = settings.publicUrl();
        int standard = settings.https() ? 443 : 80;
        int port = publicUrl.getPort() < 0 ? standard : publicUrl.getPort();
        return publicUrl.getHost().equalsIgnoreCase(request.getServerName()) && request.getServerPort() == port;
    }
}
