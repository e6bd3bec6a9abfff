package dev.mailkeep.api.connect;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What Google gave the callback page; or, without a state, what its popup gave. */
record Callback(
        @Nullable @Size(max = 2048) String code,
        @Nullable @Size(max = 512) String state,
        @Nullable @Size(max = 512) String iss,
        @Nullable @Size(max = 512) String error) {}
