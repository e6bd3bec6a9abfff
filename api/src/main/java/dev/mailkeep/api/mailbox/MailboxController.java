package dev.mailkeep.api.mailbox;

import dev.mailkeep.activities.google.GoogleFailure;
import dev.mailkeep.activities.mail.Sender;
import dev.mailkeep.activities.mailbox.ChangeOutcome;
import dev.mailkeep.activities.mailbox.IntervalChanges;
import dev.mailkeep.activities.sync.Commands;
import dev.mailkeep.activities.sync.senders.Plans;
import dev.mailkeep.activities.sync.senders.Plans.Plan;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.settings.MailkeepSettings;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import dev.mailkeep.api.web.IfMatch;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Problem;
import dev.mailkeep.workflows.contract.Command.Kind;
import dev.mailkeep.workflows.mailbox.MailboxStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Shows mailboxes, and takes commands and changes for them. A change is written to the row first; then the workflow is
 * told.
 */
@RestController
@RequestMapping("/api/mailboxes")
class MailboxController {

    private static final Duration LONGEST_INTERVAL = Duration.ofDays(7);

    private final MailboxViews views;
    private final Commands commands;
    private final Plans plans;
    private final ReceiptViews receipts;
    private final SenderViews senders;
    private final MailboxWorkflows workflows;
    private final IntervalChanges intervals;

    MailboxController(
            MailboxViews views,
            Commands commands,
            Plans plans,
            ReceiptViews receipts,
            SenderViews senders,
            MailboxWorkflows workflows,
            IntervalChanges intervals) {
        this.views = views;
        this.commands = commands;
        this.plans = plans;
        this.receipts = receipts;
        this.senders = senders;
        this.workflows = workflows;
        this.intervals = intervals;
    }

    /** A new interval, ISO 8601. */
    record Change(@Schema(example = "PT5M") @NotNull String syncInterval) {}

    /** The list of senders to estimate. */
    record Proposal(
            @NotNull @Size(max = SenderController.MAX_SENDERS)
            List<String> senders) {}

    /** The time from which to list again; everything if absent. */
    record Resync(@Nullable Instant since) {}

    /** The id of a disconnect's receipt. */
    record Leaving(UUID receiptId) {}

    @GetMapping
    List<Mailbox> all(@AuthenticationPrincipal Person person) {
        return views.all(person.id());
    }

    /** The ETag covers the settings only, because nearly everything else changes by itself. */
    @GetMapping("/{id}")
    Mailbox one(@AuthenticationPrincipal Person person, @PathVariable UUID id, HttpServletResponse response) {
        return tagged(one(person, id), response);
    }

    @PatchMapping("/{id}")
    Mailbox change(
            @AuthenticationPrincipal Person person,
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody Change change,
            HttpServletResponse response) {
        Duration interval = interval(change.syncInterval());
        IfMatch condition = IfMatch.of(ifMatch);
        ChangeOutcome outcome =
                intervals.set(person.id(), id, before -> condition.allows(tag(before.toString())), interval);
        switch (outcome) {
            case NO_SUCH_MAILBOX -> throw Problem.notFound();
            case CHANGED_MEANWHILE -> throw IfMatch.changedMeanwhile("The settings");
            case SET -> {}
        }
        workflows.settingsChanged(new Target(id, person.id()));
        return tagged(one(person, id), response);
    }

    private Mailbox one(Person person, UUID id) {
        return views.one(person.id(), id).orElseThrow(Problem::notFound);
    }

    private static Mailbox tagged(Mailbox mailbox, HttpServletResponse response) {
        response.setHeader(HttpHeaders.ETAG, '"' + tag(mailbox.syncInterval()) + '"');
        return mailbox;
    }

    private static String tag(String syncInterval) {
        return "settings-" + syncInterval;
    }

    @Limited(Limit.PLAN)
    @PostMapping("/{id}/plan")
    Plan plan(@AuthenticationPrincipal Person person, @PathVariable UUID id, @Valid @RequestBody Proposal proposal) {
        List<Sender> parsed = senders.read(person.id(), id, proposal.senders());
        Mailbox mailbox = one(person, id);
        try {
            return plans.estimate(id, parsed).orElseThrow(() -> notNow(mailbox.status()));
        } catch (GoogleFailure.GrantRevoked | GoogleFailure.ScopeMissing revoked) {
            workflows.accessRevoked(new Target(id, person.id()), "NOTICED_BY_PLAN");
            throw revoked;
        }
    }

    @PostMapping("/{id}/pause")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mailbox pause(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        return command(person, id, Kind.PAUSE, null);
    }

    @PostMapping("/{id}/resume")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mailbox resume(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        return command(person, id, Kind.RESUME, null);
    }

    @Limited(Limit.CHECK)
    @PostMapping("/{id}/check")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mailbox checkNow(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        Mailbox mailbox = one(person, id);
        workflows.checkNow(new Target(id, person.id()));
        return mailbox;
    }

    /** The first name of {@code /check}, for programs that know only this one. */
    @Limited(Limit.CHECK)
    @PostMapping("/{id}/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mailbox sync(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        return checkNow(person, id);
    }

    @Limited(Limit.RESYNC)
    @PostMapping("/{id}/resync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Mailbox resync(
            @AuthenticationPrincipal Person person,
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable Resync resync) {
        return command(person, id, Kind.RESYNC, resync == null ? null : resync.since());
    }

    @Limited(Limit.NONE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Leaving disconnect(@AuthenticationPrincipal Person person, @PathVariable UUID id) {
        long version = write(person, id, Kind.DISCONNECT, null);
        workflows.command(new Target(id, person.id()), Kind.DISCONNECT, version);
        return new Leaving(receipts.ofMailbox(person.id(), id).orElseThrow(Problem::notFound));
    }

    private Mailbox command(Person person, UUID id, Kind kind, @Nullable Instant since) {
        long version = write(person, id, kind, since);
        workflows.command(new Target(id, person.id()), kind, version);
        return one(person, id);
    }

    private long write(Person person, UUID id, Kind kind, @Nullable Instant since) {
        return commands.write(person.id(), id, kind, since).orElseThrow(Problem::notFound);
    }

    private static Problem notNow(MailboxStatus status) {
        String why = status == MailboxStatus.PAUSED
                ? "The mailbox is paused. Resume it, then try again."
                : "Mailkeep can't search this mailbox right now.";
        return new Problem(HttpStatus.CONFLICT, "conflict", "Not right now", why, null);
    }

    private static Duration interval(String text) {
        Duration interval;
        try {
            interval = Duration.parse(text);
        } catch (DateTimeParseException notADuration) {
            interval = Duration.ZERO;
        }
        if (interval.compareTo(MailkeepSettings.SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "invalid-request",
                    "Invalid request",
                    "The interval must be from ten seconds to seven days, such as PT5M.",
                    null);
        }
        return interval;
    }
}
