package dev.mailkeep.simulator;

import dev.mailkeep.simulator.behaviour.Quirks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Runs the simulator by itself until the process is killed. */
public final class Main {

    private static final int DEFAULT_PORT = 8085;

    private static final String USAGE = """
            --port N             on 127.0.0.1; by default 8085
            --journal FILE       keep the state there
            --client-id ID       by default simulated-client
            --client-secret S    by default simulated-secret
            --redirect-uri URI   may be repeated; without it any http URI on a loopback host
            --no-demo            start without accounts and deliver no mail
            --unkind             every quirk that Gmail has shown
            """;

    private Main() {}

    private record Options(SimulatorSettings settings, boolean demo) {}

    /** Options: see {@code --help}. */
    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        Options options = parse(args);
        try (SimulatedGoogle google = SimulatedGoogle.start(options.settings())) {
            // Logging may not be configured here, and people wait for this line.
            System.out.println("The simulated Google is at " + google.baseUri());
            if (options.demo()) {
                google.addDemoAccounts();
                try (AutoCloseable deliveries = google.keepDeliveringDemoMail(Duration.ofSeconds(10))) {
                    waitForever();
                }
            } else {
                waitForever();
            }
        }
    }

    private static void waitForever() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static Options parse(String[] args) {
        SimulatorSettings settings = SimulatorSettings.defaults().withPort(DEFAULT_PORT);
        Set<String> redirectUris = new HashSet<>();
        boolean demo = true;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--no-demo" -> demo = false;
                case "--unkind" -> settings = settings.withQuirks(Quirks.unkind());
                case "--port" -> settings = settings.withPort(Integer.parseInt(value(args, ++i)));
                case "--journal" -> settings = settings.withJournal(Path.of(value(args, ++i)));
                case "--client-id" -> settings = settings.withClientId(value(args, ++i));
                case "--client-secret" -> settings = settings.withClientSecret(value(args, ++i));
                case "--redirect-uri" -> redirectUris.add(value(args, ++i));
                default -> throw new IllegalArgumentException("unknown option " + args[i] + "\n" + USAGE);
            }
        }
        return new Options(settings.withRedirectUris(redirectUris), demo);
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException("the last option needs a value\n" + USAGE);
        }
        return args[at];
    }
}
