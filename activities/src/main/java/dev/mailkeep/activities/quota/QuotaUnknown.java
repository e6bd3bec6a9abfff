package dev.mailkeep.activities.quota;

/** It is unknown how much of the project's quota is left, so no calls may be made. */
public final class QuotaUnknown extends RuntimeException {

    QuotaUnknown() {
        super("The quota budget can't be reached", null, false, false);
    }
}
