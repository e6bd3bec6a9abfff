package dev.mailkeep.activities.google;

import com.google.api.client.googleapis.services.AbstractGoogleClientRequest;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.GmailRequest;
import dev.mailkeep.activities.google.GoogleFailure.Throttled;
import dev.mailkeep.activities.quota.QuotaBudget;
import dev.mailkeep.activities.quota.QuotaExhausted;
import dev.mailkeep.activities.quota.QuotaUnknown;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/** Makes calls when the quota budget allows them, and tells the budget if Google throttles them anyway. */
final class PacedCalls {

    /**
     * How often a call is tried that Google refuses because too many run at the same time; after each refusal the
     * budget lets fewer through.
     */
    private static final int TRIES = 5;

    private final Gmail gmail;
    private final QuotaBudget budget;

    PacedCalls(Gmail gmail, QuotaBudget budget) {
        this.gmail = gmail;
        this.budget = budget;
    }

    /** A request of Google's client that has not been made yet. */
    interface Request<T> {
        GmailRequest<T> on(Gmail.Users api) throws IOException;
    }

    /**
     * Makes a call and reads its answer.
     *
     * @param units what the call costs
     * @throws GoogleFailure when the call fails or may not be made
     */
    <T, R> R call(Caller caller, int units, Request<T> request, Function<T, R> reading) {
        for (int tries = 1; true; tries++) {
            try {
                return callOnce(caller, units, request, reading);
            } catch (Throttled throttled) {
                switch (throttled.limit()) {
                    case AT_ONCE -> budget.tooManyAtOnce(caller.account());
                    case PROJECT -> budget.projectUsesTooMuch();
                    case ACCOUNT, BUDGET -> {}
                }
                boolean atOnce = throttled.limit() == Throttled.Limit.AT_ONCE;
                if (!atOnce || throttled.until() != null || tries == TRIES) {
                    throw throttled;
                }
            }
        }
    }

    private <T, R> R callOnce(Caller caller, int units, Request<T> request, Function<T, R> reading) {
        try (QuotaBudget.Call ignored = budget.begin(caller.account(), units, caller.urgency())) {
            AbstractGoogleClientRequest<T> prepared = request.on(gmail.users());
            prepared.getRequestHeaders().setAuthorization("Bearer " + caller.accessToken());
            return reading.apply(prepared.execute());
        } catch (IOException failure) {
            throw GoogleErrors.ofGmail(failure);
        } catch (QuotaExhausted exhausted) {
            throw new Throttled(Instant.now().plus(exhausted.waitFor()), Throttled.Limit.BUDGET);
        } catch (QuotaUnknown unknown) {
            throw new GoogleFailure.Unavailable("The quota budget can't be reached");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GoogleFailure.Unavailable("Stopped while waiting for quota");
        } catch (IllegalArgumentException | NullPointerException nonsense) {
            // The generated client throws these if the answer is JSON but not of the promised shape.
            throw new GoogleFailure.Unavailable("Gmail's answer made no sense");
        }
    }
}
