package dev.mailkeep.api.web;

import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.settings.PopupSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.NullRequestCache;

/** Access rules, and the headers of every response. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final long A_YEAR_SECONDS = 31_536_000;

    @Bean
    CsrfTokenRepository csrfTokens(MailkeepSettings settings) {
        var tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieName(settings.https() ? "__Host-XSRF-TOKEN" : "XSRF-TOKEN");
        tokens.setCookieCustomizer(
                cookie -> cookie.secure(settings.https()).sameSite("Lax").path("/"));
        return tokens;
    }

    /**
     * Allows every HTTP method: a route answers 405 to a method that it does not have, and access is decided by path,
     * whatever the method.
     */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    /** The answer to a path that could be read in two ways. */
    @Bean
    RequestRejectedHandler rejected(ProblemWriter problems) {
        return (request, response, rejected) -> problems.write(response, Problem.notPossible());
    }

    /** The files of the built page. Browsers cache them, because their names change with their content. */
    @Bean
    @Order(1)
    SecurityFilterChain assets(HttpSecurity http) {
        return withoutSession(http, "/assets/**", "/*.js", "/*.svg", "/*.png", "/*.ico", "/*.webmanifest")
                .headers(headers -> headers.cacheControl(cache -> cache.disable()))
                .build();
    }

    /**
     * Requests that Google posts. Each one carries its own proof of origin, and no browser session is involved that
     * could be abused.
     */
    @Bean
    @Order(2)
    SecurityFilterChain hooks(HttpSecurity http) {
        return withoutSession(http, "/hooks/**").build();
    }

    private static HttpSecurity withoutSession(HttpSecurity http, String... paths) {
        return http.securityMatcher(paths)
                .csrf(csrf -> csrf.disable())
                .requestCache(cache -> cache.disable())
                .securityContext(context -> context.disable())
                .sessionManagement(session -> session.disable())
                .headers(SecurityConfiguration::secured)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
    }

    private static void secured(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(PageHeaders.NOTHING))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .crossOriginResourcePolicy(resources -> resources.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(
                        hsts -> hsts.maxAgeInSeconds(A_YEAR_SECONDS).includeSubDomains(false));
    }

    @Bean
    @Order(3)
    SecurityFilterChain everything(
            HttpSecurity http,
            CsrfTokenRepository tokens,
            Sessions sessions,
            ProblemWriter problems,
            PopupSettings popup) {
        return http.csrf(csrf -> csrf.csrfTokenRepository(tokens).csrfTokenRequestHandler(new HeaderToken()))
                .addFilterBefore(new FetchSite(problems), CsrfFilter.class)
                .securityContext(context -> context.securityContextRepository(sessions))
                .sessionManagement(session -> session.disable())
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(logout -> logout.disable())
                .headers(SecurityConfiguration::secured)
                // Google's popup sends its answer to the page that opened it.
                .headers(headers -> headers.crossOriginOpenerPolicy(opener -> opener.policy(
                        popup.enabled()
                                ? CrossOriginOpenerPolicy.SAME_ORIGIN_ALLOW_POPUPS
                                : CrossOriginOpenerPolicy.SAME_ORIGIN)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, nobody) -> problems.write(response, notSignedIn()))
                        .accessDeniedHandler((request, response, denied) -> problems.write(response, forged())))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/api/session")
                        .permitAll()
                        .requestMatchers("/api/**", "/auth/logout")
                        .authenticated()
                        .anyRequest()
                        .permitAll())
                .build();
    }

    private static Problem notSignedIn() {
        return new Problem(
                HttpStatus.UNAUTHORIZED,
                "not-signed-in",
                "You are not signed in",
                "Sign in with the Google account that you connected with.",
                NextAction.signIn());
    }

    private static Problem forged() {
        return new Problem(
                HttpStatus.FORBIDDEN,
                "csrf",
                "This page is too old",
                "The request did not come with this session's token. Reload the page and try again.",
                NextAction.retry());
    }
}
