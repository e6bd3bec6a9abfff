package dev.mailkeep.api;

import dev.mailkeep.simulator.account.Mail;
import dev.mailkeep.simulator.behaviour.Fault;
import java.time.Instant;
import java.util.List;

/** Words that occur nowhere else, so that finding one tells where it came from. */
final class Sentinels {

    static final String OWNER = "sentinel.owner@gmail.example";
    static final String SECOND = "sentinel.second@gmail.example";
    static final String THIRD = "sentinel.third@gmail.example";
    static final String LEAVING = "sentinel.leaving@gmail.example";
    static final String SENDER = "sentinel.sender@corp.example";
    static final String SUBJECT = "SentinelSubject";
    static final String SNIPPET = "SentinelSnippet";
    static final String SAID_BY_GOOGLE = "SentinelOfGoogle";
    static final String SAID_BY_POSTGRESQL = "SentinelOfPostgreSQL";

    /** How the simulated Google's refresh tokens, access tokens and codes begin, and the client's secret. */
    static final List<String> SECRETS = List.of("1//0simulated-", "ya29.simulated-", "simulated-secret");

    static final List<String> ACCOUNTS = List.of(OWNER, SECOND, THIRD, LEAVING);

    private Sentinels() {}

    static Mail mail(Instant at) {
        return Mail.from("Sentinel <" + SENDER + ">")
                .subject(SUBJECT)
                .snippet(SNIPPET)
                .receivedAt(at)
                .build();
    }

    /** An error of Google that repeats what it was asked, as some errors do. */
    static Fault quoting(int status) {
        return Fault.respond(
                status, """
                {"error":{"code":%d,"message":"%s from:%s of %s","errors":[{"message":"%s","domain":"global",\
                "reason":"%s"}]}}
                """.formatted(status, SAID_BY_GOOGLE, SENDER, OWNER, SAID_BY_GOOGLE, SAID_BY_GOOGLE));
    }

    /** What any of Google's endpoints may answer. */
    static List<Fault> everyFault() {
        return List.of(
                quoting(400),
                quoting(403),
                quoting(404),
                quoting(429),
                quoting(500),
                quoting(503),
                Fault.html502(),
                Fault.truncated(),
                Fault.dropConnection(),
                Fault.apiDisabled(),
                Fault.unauthenticated(),
                Fault.respond(200, "{\"messages\": \"" + SAID_BY_GOOGLE + "\", \"payload\": 7}"));
    }

    /** What may go wrong while a person connects. */
    static List<Fault> everyFaultOfConnecting() {
        return List.of(
                quoting(400).on("token"),
                quoting(401).on("token"),
                quoting(429).on("token"),
                quoting(503).on("token"),
                Fault.respond(200, SAID_BY_GOOGLE).on("token"),
                Fault.dropConnection().on("token"),
                Fault.invalidClient(),
                quoting(403).on("profile"),
                Fault.domainPolicy().on("profile"),
                Fault.noGmail().on("profile"),
                Fault.insufficientScope().on("profile"),
                Fault.html502().on("profile"),
                Fault.truncated().on("profile"));
    }
}
