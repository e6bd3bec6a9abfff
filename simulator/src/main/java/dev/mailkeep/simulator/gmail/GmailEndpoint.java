package dev.mailkeep.simulator.gmail;

import dev.mailkeep.simulator.account.Accounts;
import dev.mailkeep.simulator.account.Mailbox;
import dev.mailkeep.simulator.behaviour.Behaviour;
import dev.mailkeep.simulator.behaviour.Gate;
import dev.mailkeep.simulator.behaviour.GoogleErrors;
import dev.mailkeep.simulator.behaviour.Quota;
import dev.mailkeep.simulator.http.Json;
import dev.mailkeep.simulator.http.Reply;
import dev.mailkeep.simulator.http.Request;
import dev.mailkeep.simulator.oauth.AccessTokens;
import dev.mailkeep.simulator.oauth.Scopes;
import dev.mailkeep.simulator.pubsub.PubSub;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /gmail/v1/users/…}: identifies the caller, checks the scope, charges the units and calls the method. */
public final class GmailEndpoint {

    public static final String PREFIX = "/gmail/v1/users/";

    private static final Pattern PATH =
            Pattern.compile("/gmail/v1/users/([^/]+)/(profile|messages|history|watch|stop)(?:/([^/]+))?");

    private final Accounts accounts;
    private final AccessTokens accessTokens;
    private final Behaviour behaviour;
    private final Gate gate;
    private final QuotaMeter meter = new QuotaMeter();
    private final MessagesList list;
    private final MessagesGet get;
    private final HistoryList history;
    private final Watches watches;

    public GmailEndpoint(Accounts accounts, AccessTokens accessTokens, Behaviour behaviour, Gate gate, PubSub pubSub) {
        this.accounts = accounts;
        this.accessTokens = accessTokens;
        this.behaviour = behaviour;
        this.gate = gate;
        this.list = new MessagesList(behaviour);
        this.get = new MessagesGet(behaviour);
        this.history = new HistoryList(behaviour);
        this.watches = new Watches(pubSub, behaviour.clock());
        accounts.onChange(watches::publishChange);
    }

    public Reply handle(Request request) throws InterruptedException {
        Matcher path = PATH.matcher(request.path());
        String method = path.matches() ? methodOf(path.group(2), path.group(3)) : null;
        if (method == null || !request.method().equals(verb(method))) {
            return json(404, GoogleErrors.notFound());
        }
        String bearer = request.bearer();
        AccessTokens.AccessToken token = bearer == null ? null : accessTokens.find(bearer);
        Mailbox mailbox = token == null ? null : accounts.findMailbox(token.sub());
        if (token == null || mailbox == null) {
            return gate.pass(method, null, () -> Gate.Outcome.free(unauthenticated()));
        }
        String email = mailbox.email();
        return gate.passCounted(method, email, underWay -> {
            if (token.scopes().stream().noneMatch(Scopes.READ_MAIL::contains)) {
                return Gate.Outcome.free(json(403, GoogleErrors.insufficientScope()));
            }
            if (!path.group(1).equals("me") && !path.group(1).equalsIgnoreCase(email)) {
                return Gate.Outcome.free(json(403, GoogleErrors.delegationDenied(path.group(1))));
            }
            if (!mailbox.gmailEnabled()) {
                return Gate.Outcome.free(json(400, GoogleErrors.noGmail()));
            }
            return metered(method, mailbox, underWay, request, path.group(3));
        });
    }

    /** When the watch of an account ends; the epoch if the account is not watched. */
    public Instant watchedUntil(String sub) {
        return watches.expiresAt(sub);
    }

    private Gate.Outcome metered(String method, Mailbox mailbox, int underWay, Request request, @Nullable String id) {
        Quota quota = behaviour.quota();
        if (underWay > quota.concurrentPerUser()) {
            return new Gate.Outcome(json(429, GoogleErrors.tooManyConcurrent()), 0, true);
        }
        int units = quota.costOf(method);
        String refusal =
                meter.spend(mailbox.sub(), units, quota, behaviour.clock().instant());
        if (refusal != null) {
            return new Gate.Outcome(json(403, refusal), 0, true);
        }
        return new Gate.Outcome(answer(method, mailbox, request, id), units, false);
    }

    private static String verb(String method) {
        return method.equals("watch") || method.equals("stop") ? "POST" : "GET";
    }

    private Reply answer(String method, Mailbox mailbox, Request request, @Nullable String id) {
        if (method.equals("watch")) {
            return watches.watch(mailbox, request);
        }
        if (method.equals("stop")) {
            return watches.stop(mailbox);
        }
        try {
            Map<String, Object> answer = switch (method) {
                case "profile" -> profile(mailbox);
                case "list" -> list.answer(mailbox, request.query());
                case "history" -> history.answer(mailbox, request.query());
                default -> get.answer(mailbox, id == null ? "" : id, request.query());
            };
            return answer == null ? json(404, GoogleErrors.notFound()) : json(200, Json.wire(answer));
        } catch (InvalidArgument e) {
            return json(400, GoogleErrors.invalidArgument(String.valueOf(e.getMessage())));
        }
    }

    private static Map<String, Object> profile(Mailbox mailbox) {
        Map<String, Object> profile = new LinkedHashMap<>();
        profile.put("emailAddress", mailbox.email());
        profile.put("messagesTotal", mailbox.size());
        profile.put("threadsTotal", mailbox.size());
        profile.put("historyId", mailbox.historyId().toString());
        return profile;
    }

    private static @Nullable String methodOf(String collection, @Nullable String id) {
        if (id != null) {
            return collection.equals("messages") ? "get" : null;
        }
        return collection.equals("messages") ? "list" : collection;
    }

    private static Reply unauthenticated() {
        return json(401, GoogleErrors.unauthenticated())
                .withHeader(
                        "WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
    }

    private static Reply json(int status, String body) {
        return Reply.json(status, body).withHeader("Cache-Control", "private");
    }
}
