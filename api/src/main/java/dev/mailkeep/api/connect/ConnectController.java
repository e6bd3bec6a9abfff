package dev.mailkeep.api.connect;

import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.mailbox.People.User;
import dev.mailkeep.api.connect.Connections.Connected;
import dev.mailkeep.api.connect.OAuthAttempts.Taken;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import dev.mailkeep.api.web.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Takes a person to Google to sign in, connect or reconnect, and takes what Google answers. */
@RestController
class ConnectController {

    private final RedirectFlow redirect;
    private final PopupFlow popup;
    private final KnownAccounts accounts;
    private final Connections connections;
    private final AccountsMadeAnew madeAnew;
    private final Sessions sessions;
    private final MailboxWorkflows workflows;

    ConnectController(
            RedirectFlow redirect,
            PopupFlow popup,
            KnownAccounts accounts,
            Connections connections,
            AccountsMadeAnew madeAnew,
            Sessions sessions,
            MailboxWorkflows workflows) {
        this.redirect = redirect;
        this.popup = popup;
        this.accounts = accounts;
        this.connections = connections;
        this.madeAnew = madeAnew;
        this.sessions = sessions;
        this.workflows = workflows;
    }

    /** Where to send the browser. */
    record Started(String authorizationUrl) {}

    /** Who is signed in now, and which mailbox is connected. */
    record Finished(SignedIn user, @Nullable ConnectedMailbox mailbox) {}

    /** The mailbox that a flow connected or reconnected. */
    record ConnectedMailbox(UUID id, String email) {}

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
            hint = accounts.accountOf(userId, mailboxId)
                    .orElseThrow(Problem::notFound)
                    .email();
        } else {
            mailboxId = null;
        }
        return new Started(redirect.begin(sessions.binding(request, response), purpose, userId, mailboxId, hint));
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
                : finish(redirect.finish(sessions.knownBinding(request), state, present, callback), present);
        if (present == null || finished.mailbox() == null) {
            sessions.signIn(finished.user().id(), request, response);
        }
        return finished;
    }

    private Finished finish(RedirectFlow.Finished finished, @Nullable UUID present) {
        Taken taken = finished.flow();
        AuthorizationCodeFlow.Outcome outcome = finished.outcome();
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
        boolean same = accounts.personOf(identity).filter(present::equals).isPresent();
        if (!same) {
            User user = accounts.user(present).orElseThrow(Problem::notFound);
            throw ConnectProblems.signedInMeanwhile(purpose, user.email(), identity.email());
        }
    }

    private Finished signIn(Identity identity) {
        User user = accounts.signIn(identity).orElseThrow(() -> madeAnew.stranger(identity));
        return new Finished(SignedIn.as(user), null);
    }

    private Finished connect(Taken taken, @Nullable UUID present, AuthorizationCodeFlow.Outcome outcome) {
        Identity identity = outcome.identity();
        if (taken.purpose() == Purpose.RECONNECT && taken.userId() != null && taken.mailboxId() != null) {
            Identity expected =
                    accounts.accountOf(taken.userId(), taken.mailboxId()).orElseThrow(Problem::notFound);
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
        } catch (Connections.StillDisconnecting leaving) {
            throw ConnectProblems.stillDisconnecting();
        }
        workflows.settingsChanged(new MailboxWorkflows.Target(
                connected.mailboxId(), connected.user().id()));
        return new Finished(
                SignedIn.as(connected.user()), new ConnectedMailbox(connected.mailboxId(), connected.email()));
    }
}
