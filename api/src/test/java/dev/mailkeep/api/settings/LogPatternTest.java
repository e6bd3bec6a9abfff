package dev.mailkeep.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;
import org.springframework.core.io.ClassPathResource;

/** The last safeguard: what looks like a token of Google is blotted out anywhere in a line or a stack. */
class LogPatternTest {

    @Test
    void blotsOutWhatLooksLikeAToken() throws IOException {
        String line = laidOut("refresh 1//0abc-DEF_1 and ya29.a0Secret and GOCSPX-secret_1 and 4/0Acode end");
        assertThat(line)
                .contains("refresh 1//***", "ya29.***", "GOCSPX-***", "4/0***", "in the cause 1//***", "LogPatternTest")
                .contains(" end")
                .doesNotContain("0abc", "a0Secret", "secret_1", "Acode", "0xyz");
    }

    private static String laidOut(String message) throws IOException {
        var context = new LoggerContext();
        var layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("wEx", ExtendedWhitespaceThrowableProxyConverter::new);
        layout.setPattern(String.valueOf(new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .get(0)
                .getProperty("logging.pattern.console")));
        layout.start();
        return layout.doLayout(new LoggingEvent(
                "any",
                context.getLogger("dev.mailkeep.Any"),
                Level.WARN,
                message,
                new IllegalStateException("in the cause 1//0xyz"),
                null));
    }
}
