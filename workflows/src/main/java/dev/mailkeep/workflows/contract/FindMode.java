package dev.mailkeep.workflows.contract;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The two ways of finding out which messages match. */
public enum FindMode {
    /** Ask {@code history.list} what changed since the cursor. Costs 2 units when nothing changed. */
    @JsonProperty("LOOK")
    CHECK,

    /** Continue the open listings (import, resync, audit) with {@code messages.list} for some seconds. */
    @JsonProperty("SEARCH")
    LISTING
}
