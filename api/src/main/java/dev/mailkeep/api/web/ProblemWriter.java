package dev.mailkeep.api.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a problem outside of controllers: in filters. */
@Component
public class ProblemWriter {

    private final JsonMapper json;
    private final Refusals refusals;

    ProblemWriter(JsonMapper json, Refusals refusals) {
        this.json = json;
        this.refusals = refusals;
    }

    /** Writes the whole answer, which must not be committed yet. */
    public void write(HttpServletResponse response, Problem problem) throws IOException {
        refusals.count(problem);
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getWriter().write(json.writeValueAsString(problem.body()));
    }
}
