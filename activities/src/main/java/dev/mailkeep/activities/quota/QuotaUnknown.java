package dev.mailkeep.activities.quota;

/** Nobody knows how much of the project's quota is left: nothing may be called. */
public final class QuotaUnknown extends RuntimeException {

    QuotaUnknown() {
        super("The quota budget can't be reached", null, false, false);
    }
}
