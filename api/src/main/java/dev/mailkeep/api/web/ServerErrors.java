package dev.mailkeep.api.web;

import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answers that Tomcat gives before any filter of ours runs: to a path that can't be decoded, or to headers that are
 * too long. Public and with a constructor without parameters, because Tomcat creates it by its name.
 */
public final class ServerErrors extends ErrorReportValve {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        ProblemDetail body =
                status.is5xxServerError() ? ProblemHandling.unexpected().body() : Problem.notUnderstood(status);
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding("utf-8");
        try {
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(JSON.writeValueAsString(Map.of(
                        "type", String.valueOf(body.getType()),
                        "title", String.valueOf(body.getTitle()),
                        "status", status.value(),
                        "detail", String.valueOf(body.getDetail()))));
                response.finishResponse();
            }
        } catch (IOException gone) {
            // The client is gone.
        }
    }
}
