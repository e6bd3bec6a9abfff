package dev.mailkeep.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;

/** Health and metrics, on a port of their own. */
class ManagementPortTest {

    @RegisterExtension
    static final MailkeepExtension mailkeep = MailkeepExtension.shared();

    @Test
    void showsHealthAndMetricsOnTheManagementPortOnly() {
        for (String path : List.of("/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/env")) {
            assertThat(mailkeep.browser().get(path).status()).as(path).isEqualTo(404);
        }
        Operator operator = mailkeep.operator();
        for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(operator.get(path).expect(200).text()).contains("UP");
        }
        assertThat(operator.metrics()).contains("jvm_");
        for (String path : List.of("/actuator/env", "/actuator/heapdump", "/actuator/beans", "/api/session")) {
            assertThat(operator.get(path).status()).as(path).isNotEqualTo(200);
        }
        var readiness =
                Objects.requireNonNull(mailkeep.bean(HealthEndpointGroups.class).get("readiness"));
        assertThat(List.of("databaseWrites", "temporal", "readinessState")).allMatch(readiness::isMember);
    }

    @Test
    void answersUnderItsOwnNamesAndAddressesOnly() throws IOException {
        for (String host :
                List.of("localhost:1", "127.0.0.1:1", "10.42.0.7:8081", "[::1]:1", "[fd00::7]", "mailkeep.internal")) {
            assertThat(metricsUnder(host)).as(host).startsWith("HTTP/1.1 200");
        }
        for (String host :
                List.of("evil.example", "evil.example:1", "127.0.0.1.evil.example", "localhost.evil.example")) {
            assertThat(metricsUnder(host)).as(host).startsWith("HTTP/1.1 421").doesNotContain("jvm_");
        }
    }

    /** The answer for a client that uses this name. */
    private static String metricsUnder(String host) throws IOException {
        try (var socket =
                new Socket("127.0.0.1", mailkeep.running().environment().managementPort())) {
            socket.getOutputStream()
                    .write(("GET /actuator/prometheus HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
