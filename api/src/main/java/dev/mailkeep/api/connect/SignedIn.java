package dev.mailkeep.api.connect;

import dev.mailkeep.activities.mailbox.People.User;
import java.util.UUID;

/** The person who is signed in. */
record SignedIn(UUID id, String email) {

    static SignedIn as(User user) {
        return new SignedIn(user.id(), user.email());
    }
}
