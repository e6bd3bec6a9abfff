package dev.mailkeep.api.connect;

import dev.mailkeep.activities.mailbox.People;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.settings.EmbeddedDefaults;
import dev.mailkeep.api.settings.PeoplesReads;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Sessions;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The session of a browser: who is signed in, and signing out. */
@RestController
class SessionController {

    private final People people;
    private final PeoplesReads reads;
    private final Sessions sessions;
    private final boolean demo;

    SessionController(
            People people,
            PeoplesReads reads,
            Sessions sessions,
            @Value("${" + EmbeddedDefaults.SIMULATED_GOOGLE + "}") boolean demo) {
        this.people = people;
        this.reads = reads;
        this.sessions = sessions;
        this.demo = demo;
    }

    /**
     * The session of this browser.
     *
     * @param demo whether Google is simulated
     */
    record Session(@Nullable SignedIn user, boolean demo) {}

    @GetMapping("/api/session")
    Session session(@AuthenticationPrincipal @Nullable Person person, @Parameter(hidden = true) CsrfToken csrf) {
        // Reading the token creates it and sets its cookie.
        Objects.requireNonNull(csrf.getToken());
        SignedIn user = person == null
                ? null
                : people.find(reads.jdbc(), person.id()).map(SignedIn::as).orElse(null);
        return new Session(user, demo);
    }

    @Limited(Limit.NONE)
    @PostMapping("/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(HttpServletRequest request, HttpServletResponse response) {
        sessions.signOut(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }
}
