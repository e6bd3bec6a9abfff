package dev.mailkeep.api.mailbox;

import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.sync.senders.SenderChanges;
import dev.mailkeep.activities.sync.senders.SenderChanges.Removed;
import dev.mailkeep.api.mailbox.SenderViews.Senders;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import dev.mailkeep.api.web.IfMatch;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The senders whose mail is kept. */
@RestController
@RequestMapping("/api/mailboxes/{id}/senders")
class SenderController {

    static final int MAX_SENDERS = 1_000;

    private final SenderViews senders;
    private final SenderChanges changes;
    private final MailboxViews mailboxes;
    private final MailboxWorkflows workflows;

    SenderController(SenderViews senders, SenderChanges changes, MailboxViews mailboxes, MailboxWorkflows workflows) {
        this.senders = senders;
        this.changes = changes;
        this.mailboxes = mailboxes;
        this.workflows = workflows;
    }

    /** The whole list of senders, and what happens to the stored mail of the senders that are no longer on it. */
    record SenderList(
            @NotNull @Size(max = MAX_SENDERS) List<String> senders,

            @Schema(allowableValues = {"keep", "purge"}) @Pattern(regexp = "keep|purge") @Nullable
            String removed) {}

    /** What a person typed or pasted, split into one piece for each sender. */
    record Typed(@NotNull @Size(max = MAX_SENDERS) List<String> senders) {}

    /**
     * How Mailkeep reads a piece.
     *
     * @param sender the sender as it would be stored; absent if the piece is not a valid sender
     * @param problem why the piece is not a valid sender, in a sentence
     */
    record Reading(
            String typed, @Nullable String sender, @Nullable String problem) {}

    /** The readings, in the order of the pieces. */
    record Readings(List<Reading> senders) {}

    /**
     * The ETag covers the list only: the figures beside it change with every message, and a person can't edit them.
     */
    @GetMapping
    Senders senders(@AuthenticationPrincipal Person person, @PathVariable UUID id, HttpServletResponse response) {
        SenderViews.Version version = senders.version(person.id(), id).orElseThrow(Problem::notFound);
        response.setHeader(HttpHeaders.ETAG, '"' + version.tag() + '"');
        return senders.of(id);
    }

    @PutMapping
    Mailbox set(
            @AuthenticationPrincipal Person person,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody SenderList list) {
        Removed removed = "purge".equals(list.removed()) ? Removed.PURGE : Removed.KEEP;
        List<Sender> parsed = senders.read(person.id(), id, list.senders());
        IfMatch expected = IfMatch.of(ifMatch);
        switch (changes.set(person.id(), id, version -> expected.allows(SenderViews.tag(version)), parsed, removed)) {
            case SET -> workflows.settingsChanged(new Target(id, person.id()));
            case CHANGED_MEANWHILE -> throw IfMatch.changedMeanwhile("The senders");
            case NO_SUCH_MAILBOX -> throw Problem.notFound();
        }
        return mailboxes.one(person.id(), id).orElseThrow(Problem::notFound);
    }

    /** Says for each piece how it would be stored, or why it is not valid; changes nothing. */
    @PostMapping("/check")
    Readings check(@AuthenticationPrincipal Person person, @PathVariable UUID id, @Valid @RequestBody Typed typed) {
        if (senders.version(person.id(), id).isEmpty()) {
            throw Problem.notFound();
        }
        return new Readings(typed.senders().stream().map(SenderController::read).toList());
    }

    private static Reading read(String typed) {
        try {
            return new Reading(typed, Sender.parse(typed).value(), null);
        } catch (Sender.Invalid invalid) {
            return new Reading(typed, null, invalid.getMessage());
        }
    }
}
