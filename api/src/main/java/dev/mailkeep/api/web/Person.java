package dev.mailkeep.api.web;

import java.io.Serializable;
import java.security.Principal;
import java.util.UUID;

/**
 * Who is signed in.
 *
 * @param id the user's id
 */
public record Person(UUID id) implements Principal, Serializable {

    @Override
    public String getName() {
        return id.toString();
    }
}
