package dev.mailkeep.api.web;

import java.security.Principal;
import java.util.UUID;

/**
 * Who is signed in.
 *
 * @param id the user's id
 */
public record Person(UUID id) implements Principal {

    @Override
    public String getName() {
        return id.toString();
    }
}
