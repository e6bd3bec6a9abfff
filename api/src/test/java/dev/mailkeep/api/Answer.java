package dev.mailkeep.api;

import java.net.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server answered. */
public record Answer(int status, HttpHeaders headers, String text) {

    public JsonNode json() {
        return JsonMapper.shared().readTree(text);
    }

    /** This answer, if it has that status. */
    public Answer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("expected " + expected + ", got " + status + ": " + text);
        }
        return this;
    }

    /** The last part of the problem's type. */
    public String problem() {
        return json().path("type").asString("").replace("urn:mailkeep:problem:", "");
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
