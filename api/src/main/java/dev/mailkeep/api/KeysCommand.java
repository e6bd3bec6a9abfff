package dev.mailkeep.api;

import dev.mailkeep.activities.token.Keysets;
import java.io.PrintStream;
import java.util.List;

/** {@code java -jar mailkeep.jar keys generate}: prints a new keyset, for {@code TOKEN_KEYSET_FILE}. */
final class KeysCommand {

    private KeysCommand() {}

    static boolean isMeant(String... args) {
        return args.length > 0 && args[0].equals("keys");
    }

    /**
     * Runs the command.
     *
     * @return the process's exit code
     */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.equals(List.of("keys", "generate"))) {
            out.println(Keysets.generate());
            return 0;
        }
        err.println("Usage: keys generate");
        return 2;
    }
}
