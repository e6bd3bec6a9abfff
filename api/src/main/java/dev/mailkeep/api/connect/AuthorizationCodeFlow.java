package dev.mailkeep.api.connect;

import dev.mailkeep.activities.google.Caller;
import dev.mailkeep.activities.google.GmailApi;
import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.google.GoogleSettings;
import dev.mailkeep.activities.google.IdTokens;
import dev.mailkeep.activities.google.IdTokens.Identity;
import dev.mailkeep.activities.google.TokenEndpoint;
import dev.mailkeep.activities.google.TokenEndpoint.Tokens;
import dev.mailkeep.activities.quota.Urgency;
import dev.mailkeep.activities.token.PendingRevocations;
import dev.mailkeep.api.connect.OAuthAttempts.Taken;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Exchanges an authorization code at Google, and checks who it is and what was granted. */
@Component
class AuthorizationCodeFlow {

    private static final Logger log = LoggerFactory.getLogger(AuthorizationCodeFlow.class);

    private final TokenEndpoint endpoint;
    private final IdTokens idTokens;
    private final GmailApi gmail;
    private final PendingRevocations waiting;
    private final GoogleSettings google;

    AuthorizationCodeFlow(
            TokenEndpoint endpoint,
            IdTokens idTokens,
            GmailApi gmail,
            PendingRevocations waiting,
            GoogleSettings google) {
        this.endpoint = endpoint;
        this.idTokens = idTokens;
        this.gmail = gmail;
        this.waiting = waiting;
        this.google = google;
    }

    /**
     * What Google gave.
     *
     * @param account the Gmail account; null for a sign-in, which asks for no Gmail
     */
    record Outcome(Identity identity, Tokens tokens, GmailApi.@Nullable Account account) {}

    /**
     * Finishes a flow of redirects.
     *
     * @throws dev.mailkeep.api.web.Problem when Google gave something else than the flow asked for
     */
    Outcome finish(Taken flow, String code) {
        return checked(
                new Aim(flow.purpose(), flow.mailboxId()),
                () -> endpoint.exchange(code, flow.verifier(), flow.redirectUri()),
                idToken -> idTokens.verify(idToken, flow.nonce()));
    }

    /**
     * Finishes a flow of Google's popup, which has neither PKCE verifier nor nonce.
     *
     * @throws dev.mailkeep.api.web.Problem when Google gave something else than a connection needs
     */
    Outcome finishPopup(String code, String redirectUri) {
        return checked(
                new Aim(Purpose.CONNECT, null),
                () -> endpoint.exchangeOfPopup(code, redirectUri),
                idTokens::verifyOfPopup);
    }

    /** What a flow is for. */
    private record Aim(Purpose purpose, @Nullable UUID mailboxId) {}

    private Outcome checked(Aim aim, Supplier<Tokens> exchange, Function<String, Identity> verify) {
        Tokens tokens;
        try {
            tokens = exchange.get();
        } catch (GoogleFailure.GrantRevoked refused) {
            throw ConnectProblems.codeRefused(aim.purpose(), aim.mailboxId());
        }
        Identity identity = identity(aim, tokens, verify);
        if (aim.purpose() == Purpose.SIGNIN) {
            return new Outcome(identity, tokens, null);
        }
        if (!tokens.scopes().contains(TokenEndpoint.GMAIL_READONLY)) {
            throw ConnectProblems.scopeMissing(aim.purpose(), aim.mailboxId());
        }
        return new Outcome(identity, tokens, account(aim, identity, tokens));
    }

    private static Identity identity(Aim aim, Tokens tokens, Function<String, Identity> verify) {
        try {
            if (tokens.idToken() == null) {
                throw ConnectProblems.codeRefused(aim.purpose(), aim.mailboxId());
            }
            return verify.apply(tokens.idToken());
        } catch (IdTokens.ClocksDiffer wrongTime) {
            log.error(
                    "The time in an ID token differs from this machine's clock by more than five minutes; set the clock");
            throw ConnectProblems.clocksDiffer();
        } catch (IdTokens.AddressNotVerified notTheirs) {
            throw ConnectProblems.addressNotVerified(aim.purpose(), aim.mailboxId());
        } catch (IdTokens.Refused refused) {
            log.warn("An ID token was refused: {}", refused.getMessage());
            throw ConnectProblems.codeRefused(aim.purpose(), aim.mailboxId());
        }
    }

    private GmailApi.Account account(Aim aim, Identity identity, Tokens tokens) {
        // Google revokes by account, so a revocation that is still pending would end the new grant. If one was under
        // way since the code was exchanged, the call to Gmail fails before anything is stored.
        waiting.cancel(google.issuer(), identity.sub());
        try {
            return gmail.profile(new Caller(identity.sub(), tokens.accessToken(), Urgency.LIVE));
        } catch (GoogleFailure.Blocked blocked) {
            throw blocked.reason() == GoogleFailure.Blocked.Reason.NO_GMAIL
                    ? ConnectProblems.noGmail(identity.email())
                    : ConnectProblems.blocked(identity.email());
        } catch (GoogleFailure.ScopeMissing missing) {
            throw ConnectProblems.scopeMissing(aim.purpose(), aim.mailboxId());
        } catch (GoogleFailure.Unauthorized ended) {
            throw ConnectProblems.endedMeanwhile(aim.purpose(), aim.mailboxId());
        }
    }
}
