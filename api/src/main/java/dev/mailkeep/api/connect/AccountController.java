package dev.mailkeep.api.connect;

import dev.mailkeep.activities.audit.AuditEvent;
import dev.mailkeep.activities.audit.AuditLog;
import dev.mailkeep.activities.mailbox.People;
import dev.mailkeep.activities.sync.Commands;
import dev.mailkeep.api.limits.Limit;
import dev.mailkeep.api.limits.Limited;
import dev.mailkeep.api.temporal.MailboxWorkflows;
import dev.mailkeep.api.temporal.MailboxWorkflows.Target;
import dev.mailkeep.api.web.Person;
import dev.mailkeep.api.web.Sessions;
import dev.mailkeep.workflows.contract.Command.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Deletes a person and everything that Mailkeep keeps of them. */
@RestController
class AccountController {

    private final JdbcClient jdbc;
    private final People people;
    private final TransactionOperations transactions;
    private final Commands commands;
    private final AuditLog audit;
    private final MailboxWorkflows workflows;
    private final Sessions sessions;

    AccountController(
            JdbcClient jdbc,
            People people,
            TransactionOperations transactions,
            Commands commands,
            AuditLog audit,
            MailboxWorkflows workflows,
            Sessions sessions) {
        this.jdbc = jdbc;
        this.people = people;
        this.transactions = transactions;
        this.commands = commands;
        this.audit = audit;
        this.workflows = workflows;
        this.sessions = sessions;
    }

    /**
     * Deletes the person and everything kept of them at once, including their sessions. Two things stay: the grants
     * that still have to be revoked at Google, and an entry in the audit log that names no person.
     */
    @Limited(Limit.NONE)
    @DeleteMapping("/api/account")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Person person, HttpServletRequest request, HttpServletResponse response) {
        Map<UUID, Long> mailboxes = transactions.execute(status -> {
            List<UUID> own = jdbc.sql("select id from mailboxes where user_id = :user")
                    .param("user", person.id())
                    .query(UUID.class)
                    .list();
            var disconnects = new HashMap<UUID, Long>();
            own.forEach(mailbox -> commands.write(person.id(), mailbox, Kind.DISCONNECT, null)
                    .ifPresent(version -> disconnects.put(mailbox, version)));
            people.delete(person.id());
            audit.forget(person.id());
            audit.record(null, null, AuditEvent.ACCOUNT_DELETED, null);
            return disconnects;
        });
        // Each workflow finds its row gone, as after any disconnect, and ends.
        mailboxes.forEach(
                (mailbox, version) -> workflows.command(new Target(mailbox, person.id()), Kind.DISCONNECT, version));
        sessions.signOut(request, response);
    }
}
