package dev.mailkeep.api;

import java.io.PrintStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The commands that may follow {@code java -jar mailkeep.jar}. An unknown word starts nothing. */
final class Commands {

    private static final String USAGE = """
            Usage: mailkeep [command]
              (none)         starts Mailkeep; its settings are environment variables
              keys           makes a keyset, or changes that of a running Mailkeep; “keys” alone shows how
              help           shows this""";

    private static final Set<String> HELP = Set.of("help", "--help", "-h");

    private Commands() {}

    /**
     * Answers a call for help, or a command that does not exist.
     *
     * @return the process's exit code: 0 helped, 2 not understood; empty when Mailkeep is to be started
     */
    static OptionalInt explain(List<String> args, PrintStream out, PrintStream err) {
        if (!args.isEmpty() && HELP.contains(args.get(0))) {
            out.println(USAGE);
            return OptionalInt.of(0);
        }
        for (String argument : args) {
            // An argument that begins with two hyphens is a setting of Spring Boot's.
            if (!argument.startsWith("--")) {
                err.println("Mailkeep has no command “" + argument + "”.");
                err.println(USAGE);
                return OptionalInt.of(2);
            }
        }
        return OptionalInt.empty();
    }
}
