package dev.mailkeep.api.web;

import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who is signed in.
 *
 * @param id the user's id
 */
public record Person(UUID id) implements Principal {

    /** Who asks for what this thread is about to answer. */
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
