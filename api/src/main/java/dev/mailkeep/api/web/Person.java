package dev.mailkeep.api.web;

import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The person who is signed in.
 *
 * @param id the user's id
 */
public record Person(UUID id) implements Principal {

    /** The person whose request this thread is answering. */
    public static Optional<Person> present() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Person person
                ? Optional.of(person)
                : Optional.empty();
    }

    @Override
    public String getName() {
        return id.toString();
    }
}
