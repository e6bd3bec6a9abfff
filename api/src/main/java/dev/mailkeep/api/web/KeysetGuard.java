package dev.mailkeep.api.web;

import dev.mailkeep.activities.token.KeysetCheck;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses changes while the keyset is not the one of this database, because a token stored now would be lost to the
 * right keyset. People can still read what is stored, and sign out.
 */
@Component
class KeysetGuard implements HandlerInterceptor, WebMvcConfigurer {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final KeysetCheck keyset;

    KeysetGuard(KeysetCheck keyset) {
        this.keyset = keyset;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).excludePathPatterns("/auth/logout");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!keyset.fits() && !READING.contains(request.getMethod())) {
            throw new Problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "operator-fault",
                    "This Mailkeep was started with the wrong key",
                    "This Mailkeep's key does not belong to its database, so Mailkeep changes nothing. The person who runs"
                            + " it must start it with the right key. Nothing is lost.",
                    null);
        }
        return true;
    }
}
