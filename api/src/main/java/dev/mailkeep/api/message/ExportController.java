package dev.mailkeep.api.message;

import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exports all stored mail of a mailbox, newest first, as JSON Lines or CSV. It reads page by page and holds no database
 * connection between two pages, however slow the reader is. So the export is not one snapshot: a message that was
 * stored at the beginning and stays appears once; a message that is added or deleted meanwhile may or may not appear.
 */
@RestController
class ExportController {

    private static final Logger log = LoggerFactory.getLogger(ExportController.class);

    private final MessageRows rows;
    private final ExportsUnderWay underWay;
    private final JsonMapper json;

    ExportController(MessageRows rows, ExportsUnderWay underWay, JsonMapper json) {
        this.rows = rows;
        this.underWay = underWay;
        this.json = json;
    }

    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/jsonl", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class))
            })
    @Limited(Limit.EXPORT)
    @GetMapping("/api/mailboxes/{id}/export")
    void export(
            @AuthenticationPrincipal Person person,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "jsonl") String format,
            HttpServletResponse response)
            throws IOException {
        rows.requireOwn(person, id);
        ExportFormat asked = format(format);
        try (ExportsUnderWay.Place place = underWay.take(person.id())) {
            List<Message> page = rows.newest(id);
            response.setContentType(asked.mediaType() + ";charset=utf-8");
            response.setHeader(
                    HttpHeaders.CONTENT_DISPOSITION,
                    ContentDisposition.attachment()
                            .filename("mailkeep-messages." + format)
                            .build()
                            .toString());
            Writer writer = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
            writer.write(asked.head());
            while (!page.isEmpty()) {
                for (Message message : page) {
                    writer.write(asked.line(message, json));
                }
                writer.flush();
                page = next(person, id, page.get(page.size() - 1));
            }
            writer.flush();
        }
    }

    /**
     * The page after a message. What has been written can't be taken back, and a partial export must not look complete:
     * so on a failure the connection breaks off in the middle of the answer, which every reader notices.
     */
    private List<Message> next(Person person, UUID id, Message last) throws CloseNowException {
        try {
            List<Message> page = rows.after(id, last);
            if (page.isEmpty()) {
                // Either the list has ended, or the mailbox is gone.
                rows.requireOwn(person, id);
            }
            return page;
        } catch (Problem gone) {
            throw brokenOff();
        } catch (DataAccessException | TransactionException away) {
            log.warn("An export of mailbox {} broke off because PostgreSQL can't be read", id);
            throw brokenOff();
        }
    }

    /**
     * The exception has no cause, because Spring would find the handler of that cause, which appends a problem to the
     * messages.
     */
    private static CloseNowException brokenOff() {
        return new CloseNowException("An export broke off");
    }

    private static ExportFormat format(String format) {
        return switch (format) {
            case "jsonl" -> ExportFormat.JSONL;
            case "csv" -> ExportFormat.CSV;
            default ->
                throw new Problem(
                        HttpStatus.BAD_REQUEST,
                        "invalid-request",
                        "Invalid request",
                        "The format is jsonl or csv.",
                        null);
        };
    }
}
