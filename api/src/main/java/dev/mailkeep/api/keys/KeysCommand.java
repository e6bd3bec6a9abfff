package dev.mailkeep.api.keys;

import dev.mailkeep.activities.RefusedToStart;
import dev.mailkeep.activities.token.KeysetFormat;
import dev.mailkeep.activities.token.rotation.RotationRefused;
import dev.mailkeep.api.settings.KeysetSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** {@code java -jar mailkeep.jar keys …}: makes a keyset, or changes the keyset of a running Mailkeep. */
public final class KeysCommand {

    private static final String USAGE = """
            Usage: keys <command>
              generate       prints a new keyset
              encrypt        prints the keyset of TOKEN_KEYSET or TOKEN_KEYSET_FILE, encrypted by TOKEN_KEYSET_KEK
              list           shows the keys, and how much is stored under each
              add            adds a key that only decrypts for now
              promote <id>   encrypts with that key from now on, and re-encrypts what is stored
              retire <id>    removes a key under which nothing is stored any more""";

    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    private KeysCommand() {}

    /** Whether the process was started for this. */
    public static boolean isMeant(String... args) {
        return args.length > 0 && args[0].equals("keys");
    }

    /**
     * Runs the command.
     *
     * @param args the first of them is {@code keys}
     * @param out what was asked for, and nothing else
     * @param err what a person should know
     * @return the process's exit code: 0 done, 1 refused or failed, 2 not understood
     */
    public static int run(List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            return run(args, KeysetSettings.of(environment), new RotationCommands(environment, out, err), out, err);
        } catch (RefusedToStart | RotationRefused refused) {
            err.println(refused.getMessage());
        } catch (DataAccessException | TransactionException away) {
            err.println("The database could not be used ("
                    + away.getClass().getSimpleName()
                    + "). Check DATABASE_URL; Mailkeep must have been started on it once, in this version.");
        } catch (IOException unreadable) {
            err.println(
                    "The token keyset can't be read (" + unreadable.getClass().getSimpleName() + ").");
        }
        return REFUSED;
    }

    private static int run(
            List<String> args, KeysetSettings settings, RotationCommands rotation, PrintStream out, PrintStream err)
            throws IOException {
        String command = args.size() > 1 ? args.get(1) : "";
        boolean takesId = command.equals("promote") || command.equals("retire");
        if (args.size() != (takesId ? 3 : 2) || takesId && !args.get(2).matches("\\d{1,10}")) {
            err.println(USAGE);
            return MISUSED;
        }
        switch (command) {
            case "generate" -> out.println(settings.format().generate());
            case "encrypt" -> out.println(encrypted(settings));
            case "list" -> rotation.list();
            case "add" -> rotation.add();
            case "promote" -> rotation.promote(Long.parseLong(args.get(2)));
            case "retire" -> rotation.retire(Long.parseLong(args.get(2)));
            default -> {
                err.println(USAGE);
                return MISUSED;
            }
        }
        return DONE;
    }

    /** For an operator who changes from a keyset in the clear to an encrypted one; the keys stay the same. */
    private static String encrypted(KeysetSettings settings) throws IOException {
        if (settings.kek().isBlank()) {
            throw new RefusedToStart("TOKEN_KEYSET_KEK must name the key to encrypt with.");
        }
        String open = settings.keyset();
        if (open.isBlank()) {
            String file = settings.file();
            open = Files.readString(
                    file.isBlank() ? settings.dataDirectory().resolve("token-keyset.json") : Path.of(file));
        }
        return settings.format().write(KeysetFormat.CLEAR.parse(open));
    }
}
