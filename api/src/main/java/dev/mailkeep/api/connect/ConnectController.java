package dev.mailkeep.api.connect;

import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.mailbox.People.User;
import dev.mailkeep.api.connect.Connections.Connected;
import dev.mailkeep.api.connect.OAuthAttempts.Refusal;
import dev.mailkeep.api.connect.OAuthAttempts.Taken;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.settings.EmbeddedDefaults;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import dev.mailkeep.api.web.Sessions;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signing in, connecting and reconnecting. */
@RestController
class ConnectController {

    private final AuthorizationCodeFlow flow;
    private final PopupFlow popup;
    private final OAuthAttempts attempts;
    private final Connections connections;
    private final AccountsMadeAnew madeAnew;
    private final Sessions sessions;
    private final MailboxWorkflows workflows;
    private final GoogleSettings google;
    private final boolean demo;

    ConnectController(
            AuthorizationCodeFlow flow,
            PopupFlow popup,
            OAuthAttempts attempts,
            Connections connections,
            AccountsMadeAnew madeAnew,
            Sessions sessions,
            MailboxWorkflows workflows,
            GoogleSettings google,
            @Value("${" + EmbeddedDefaults.SIMULATED_GOOGLE + "}") boolean demo) {
        this.flow = flow;
        this.popup = popup;
        this.attempts = attempts;
        this.connections = connections;
        this.madeAnew = madeAnew;
        this.sessions = sessions;
        this.workflows = workflows;
        this.google = google;
        this.demo = demo;
    }

    /**
     * The session of this browser.
     *
     * @param demo whether Google is simulated
     */
    record Session(@Nullable SignedIn user, boolean demo) {}

    /** A person. */
    record SignedIn(UUID id, String email) {}

    /** Where to send the browser. */
    record Started(String authorizationUrl) {}

    /** Who is signed in now, and which mailbox is connected. */
    record Finished(SignedIn user, @Nullable ConnectedMailbox mailbox) {}

    /** The mailbox that a flow connected or reconnected. */
    record ConnectedMailbox(UUID id, String email) {}

    @GetMapping("/api/session")
    Session session(@AuthenticationPrincipal @Nullable Person person, @Parameter(hidden = true) CsrfToken csrf) {
        // Reading the token creates it and sets its cookie.
        Objects.requireNonNull(csrf.getToken());
        SignedIn user = person == null
                ? null
                : connections.user(person.id()).map(ConnectController::signedIn).orElse(null);
        return new Session(user, demo);
    }

    @Limited(Limit.BEGIN)
    @PostMapping("/auth/google/start")
    Started start(
            @AuthenticationPrincipal @Nullable Person person,
            @Valid @RequestBody(required = false) @Nullable Start start,
            HttpServletRequest request,
            HttpServletResponse response) {
        Start asked = start == null ? Start.TO_CONNECT : start;
        Purpose purpose = asked.reason();
        UUID userId = person == null ? null : person.id();
        UUID mailboxId = asked.mailboxId();
        String hint = purpose == Purpose.CONNECT ? asked.loginHint() : null;
        if (purpose == Purpose.RECONNECT) {
            if (userId == null || mailboxId == null) {
                throw Problem.notFound();
            }
            hint = connections
                    .accountOf(userId, mailboxId)
                    .orElseThrow(Problem::notFound)
                    .email();
        } else {
            mailboxId = null;
        }
        return new Started(flow.begin(sessions.binding(request, response), purpose, userId, mailboxId, hint));
    }

    @Limited(Limit.FINISH)
    @PostMapping("/auth/google")
    Finished finish(
            @AuthenticationPrincipal @Nullable Person person,
            @Valid @RequestBody Callback callback,
            HttpServletRequest request,
            HttpServletResponse response) {
        UUID present = person == null ? null : person.id();
        String state = callback.state();
        Finished finished = state == null || state.isBlank()
                ? keep(Purpose.CONNECT, null, present, popup.finish(callback, request))
                : finish(sessions.knownBinding(request), state, present, callback);
        if (present == null || finished.mailbox() == null) {
            sessions.signIn(finished.user().id(), request, response);
        }
        return finished;
    }

    @Limited(Limit.NONE)
    @PostMapping("/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logout(HttpServletRequest request, HttpServletResponse response) {
        sessions.signOut(request, response);
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }

    private Finished finish(Optional<String> session, String state, @Nullable UUID present, Callback callback) {
        OAuthAttempts.Answer answer =
                attempts.take(session.orElseThrow(() -> ConnectProblems.refused(Refusal.UNKNOWN)), state);
        Taken taken = answer.taken();
        if (taken == null) {
            throw ConnectProblems.refused(answer.refusal() == null ? Refusal.UNKNOWN : answer.refusal());
        }
        if (callback.iss() != null && !callback.iss().equals(google.issuer())) {
            throw ConnectProblems.refused(Refusal.FOREIGN);
        }
        if (taken.userId() != null && !taken.userId().equals(present)) {
            // The person who began the flow has signed out, or somebody else has signed in since.
            throw ConnectProblems.refused(Refusal.FOREIGN);
        }
        if (callback.code() == null || callback.error() != null) {
            throw ConnectProblems.cancelled(taken.purpose(), taken.mailboxId());
        }
        AuthorizationCodeFlow.Outcome outcome = flow.finish(taken, callback.code());
        if (taken.userId() == null && present != null) {
            requireSamePerson(taken.purpose(), present, outcome.identity());
        }
        return taken.purpose() == Purpose.SIGNIN ? signIn(outcome.identity()) : connect(taken, present, outcome);
    }

    /**
     * Another tab may have signed in since the flow began. If the Google account belongs to a different person, the
     * mailbox would be added to the wrong person: so the page asks, and the person begins a new flow.
     */
    private void requireSamePerson(Purpose purpose, UUID present, Identity identity) {
        boolean same = connections.personOf(identity).filter(present::equals).isPresent();
        if (!same) {
            User user = connections.user(present).orElseThrow(Problem::notFound);
            throw ConnectProblems.signedInMeanwhile(purpose, user.email(), identity.email());
        }
    }

    private Finished signIn(Identity identity) {
        User user = connections.signIn(identity).orElseThrow(() -> madeAnew.stranger(identity));
        return new Finished(signedIn(user), null);
    }

    private Finished connect(Taken taken, @Nullable UUID present, AuthorizationCodeFlow.Outcome outcome) {
        Identity identity = outcome.identity();
        if (taken.purpose() == Purpose.RECONNECT && taken.userId() != null && taken.mailboxId() != null) {
            Identity expected =
                    connections.accountOf(taken.userId(), taken.mailboxId()).orElseThrow(Problem::notFound);
            if (!expected.sub().equals(identity.sub())) {
                madeAnew.refuse(taken.userId(), expected, identity);
                throw ConnectProblems.otherAccount(taken.mailboxId(), expected.email(), identity.email());
            }
        }
        return keep(taken.purpose(), taken.mailboxId(), present, outcome);
    }

    /** Stores the grant and starts the mailbox's workflow. */
    private Finished keep(
            Purpose purpose, @Nullable UUID mailboxId, @Nullable UUID present, AuthorizationCodeFlow.Outcome outcome) {
        Identity identity = outcome.identity();
        String refreshToken = outcome.tokens().refreshToken();
        if (refreshToken == null || outcome.account() == null) {
            throw ConnectProblems.refreshTokenMissing(purpose, mailboxId, identity.email());
        }
        Connected connected;
        try {
            connected = connections.connect(present, identity, outcome.account(), outcome.tokens(), refreshToken);
        } catch (Connections.StillLeaving leaving) {
            throw ConnectProblems.stillLeaving();
        }
        workflows.settingsChanged(new MailboxWorkflows.Target(
                connected.mailboxId(), connected.user().id()));
        return new Finished(signedIn(connected.user()), new ConnectedMailbox(connected.mailboxId(), connected.email()));
    }

    private static SignedIn signedIn(User user) {
        return new SignedIn(user.id(), user.email());
    }
}
