package dev.mailkeep.postgres;

/** The class path holds no PostgreSQL for this operating system and processor. Nothing was written. */
public final class BinariesMissing extends CannotStart {

    private final String system;

    BinariesMissing(String system) {
        super("The class path holds no PostgreSQL for " + system + ".");
        this.system = system;
    }

    /** The system that it is missing for, as Java names it, for example {@code Linux on aarch64}. */
    public String system() {
        return system;
    }
}
