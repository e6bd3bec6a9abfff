package dev.mailkeep.api.connect;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What Google gave to the callback page or, when there is no state, to its popup. */
record Callback(
        @Nullable @Size(max = 2048) String code,
        @Nullable @Size(max = 512) String state,
        @Nullable @Size(max = 512) String iss,
        @Nullable @Size(max = 512) String error) {}
