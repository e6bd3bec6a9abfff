package dev.mailkeep.api.web;

import dev.mailkeep.api.settings.PopupSettings;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves the page under each of its routes, with a nonce of its own each time. */
@Hidden
@Controller
class PageController {

    private static final String PLACEHOLDER = "__CSP_NONCE__";

    private final String page;
    private final boolean popup;

    PageController(PopupSettings popup) throws IOException {
        this.popup = popup.enabled();
        try (InputStream html = new ClassPathResource("static/index.html").getInputStream()) {
            page = new String(html.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @GetMapping(
            path = {"/", "/index.html", "/auth/callback", "/mailboxes/**", "/receipts/**"},
            produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page() {
        String nonce = PageHeaders.nonce();
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", PageHeaders.policy(nonce, popup))
                .body(page.replace(PLACEHOLDER, nonce));
    }
}
