package dev.mailkeep.api;

import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What the operator of a Mailkeep sees on its management port: health and metrics. */
public final class Operator {

    private final Browser management;

    Operator(URI management) {
        this.management = new Browser(management);
    }

    public Answer get(String path) {
        return management.get(path);
    }

    /** Whether this Mailkeep may be sent requests: its status is 200 or 503. */
    public Answer readiness() {
        return get("/actuator/health/readiness");
    }

    /** A component of the readiness, with its status and details. */
    public JsonNode readinessOf(String component) {
        return readiness().json().path("components").path(component);
    }

    /** A component of the whole health. */
    public JsonNode healthOf(String component) {
        return get("/actuator/health").json().path("components").path(component);
    }

    /** All metrics, as Prometheus reads them. */
    public String metrics() {
        return get("/actuator/prometheus").expect(200).text();
    }

    /** How many posts to a hook were answered so. */
    public int hookPosts(String hook, String outcome) {
        return (int) metric("mailkeep_hooks_total", "hook=\"" + hook + "\"", "outcome=\"" + outcome + "\"");
    }

    /**
     * The sum of a metric's samples.
     *
     * @param labels what the labels of a sample must contain, for example {@code outcome="forged"}
     * @return 0 if there is no such sample
     */
    public double metric(String name, String... labels) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
