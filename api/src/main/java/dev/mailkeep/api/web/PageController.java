package dev.mailkeep.api.web;

import dev.mailkeep.api.settings.PopupSettings;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** Serves the page under each of its routes, with a new nonce each time. */
@Hidden
@Controller
class PageController {

    private static final String PLACEHOLDER = "__CSP_NONCE__";

    /** Every path except those of programs and of the page's own files. */
    private static final String UNKNOWN = "/{unknown:(?!(?:api|auth|hooks|assets|actuator|control|error|v3)$)"
            + "(?!.*\\.(?:js|svg|png|ico|webmanifest)$).*}/**";

    private static final String UNKNOWN_OF_AUTH = "/auth/{unknown:(?!(?:google|logout)$).*}/**";

    private final String page;
    private final boolean popup;

    PageController(PopupSettings popup) throws IOException {
        this.popup = popup.enabled();
        try (InputStream html = new ClassPathResource("static/index.html").getInputStream()) {
            page = new String(html.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @GetMapping(
            path = {"/", "/index.html", "/auth/callback", "/mailboxes/**", "/receipts/**", "/goodbye"},
            produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        return page(HttpStatus.OK);
    }

    /** An unknown address. A browser gets the page, which says so; a program gets a problem. */
    @RequestMapping(path = {UNKNOWN, UNKNOWN_OF_AUTH})
    ResponseEntity<String> unknown(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        boolean read = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!read || !accept.contains(MediaType.TEXT_HTML_VALUE)) {
            throw Problem.notFound();
        }
        return page(HttpStatus.NOT_FOUND);
    }

    private ResponseEntity<String> page(HttpStatus status) {
        String nonce = PageHeaders.nonce();
        return ResponseEntity.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", PageHeaders.policy(nonce, popup))
                .body(page.replace(PLACEHOLDER, nonce));
    }
}
