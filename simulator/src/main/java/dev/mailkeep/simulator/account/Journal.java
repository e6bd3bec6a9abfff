package dev.mailkeep.simulator.account;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailkeep.simulator.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps the events as JSON lines in a file that only its owner may read, since it holds refresh tokens. A line is
 * handed to the operating system before the change is visible, so it survives a kill of the process, but not a power
 * cut. An incomplete last line is cut off.
 */
final class Journal implements AutoCloseable {

    private static final Map<String, Class<?>> TYPES = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /**
     * Replays the events in the file and opens it for more.
     *
     * @throws IllegalStateException when a line other than the last cannot be read
     */
    static Journal open(Path path, Consumer<Event> replay) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (!Files.exists(path)) {
                createPrivate(path);
            }
            FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
            file.truncate(replay(Files.readAllBytes(path), replay));
            file.position(file.size());
            return new Journal(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the journal " + path, e);
        }
    }

    private static void createPrivate(Path path) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(path);
        }
    }

    /** Returns the position at which the last complete line ends. */
    private static int replay(byte[] bytes, Consumer<Event> replay) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                replay.accept(parse(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
                start = i + 1;
            }
        }
        return start;
    }

    private static Event parse(String line) {
        try {
            JsonObject object = JsonParser.parseString(line).getAsJsonObject();
            Class<?> type = TYPES.get(object.remove("type").getAsString());
            return (Event) Json.LINE.fromJson(object, Objects.requireNonNull(type));
        } catch (RuntimeException e) {
            // Gson throws four kinds of exceptions for foreign lines; none of their messages quotes more than a word.
            throw new IllegalStateException("the journal is damaged, or of another version", e);
        }
    }

    void append(Event event) {
        JsonObject object = Json.LINE.toJsonTree(event).getAsJsonObject();
        object.addProperty("type", event.getClass().getSimpleName());
        ByteBuffer line = ByteBuffer.wrap((Json.line(object) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                file.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the journal", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
