package dev.mailkeep.api;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What this JVM logs from now on. */
public final class LogCapture implements AutoCloseable {

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final Logger root = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, @Nullable Level> levelsBefore = new HashMap<>();
    private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    private LogCapture(Map<String, Level> levels) {
        levels.forEach((name, level) -> {
            Logger logger = logger(name);
            levelsBefore.put(logger, logger.getLevel());
            logger.setLevel(level);
        });
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    /** Begins to listen, at the levels of production. Starting an application takes appenders away: begin after that. */
    public static LogCapture begin() {
        return new LogCapture(Map.of());
    }

    /** As {@link #begin}, with other levels of some loggers until the capture is closed. */
    public static LogCapture begin(Map<String, Level> levels) {
        return new LogCapture(levels);
    }

    /** Keeps what is logged from the console until the capture is closed. Returns this. */
    public LogCapture withoutConsole() {
        root.iteratorForAppenders().forEachRemaining(other -> {
            if (other != appender) {
                silenced.add(other);
            }
        });
        silenced.forEach(root::detachAppender);
        return this;
    }

    /** The lines that contain a text. */
    public List<String> lines(String text) {
        return events.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Each event with the name of its logger and its stack. */
    public List<String> everything() {
        return events.stream()
                .map(event -> event.getLoggerName() + " " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();
    }

    /** The lines that came with a stack. */
    public List<String> stacks() {
        return events.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .map(event -> event.getLoggerName() + ": " + event.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
        silenced.forEach(root::addAppender);
        levelsBefore.forEach(Logger::setLevel);
        events.clear();
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }
}
