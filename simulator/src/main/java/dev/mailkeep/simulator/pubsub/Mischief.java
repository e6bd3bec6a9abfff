package dev.mailkeep.simulator.pubsub;

/**
 * What Google promises not to rule out: notifications are lost, come twice and in any order (Gmail API, "Push
 * notifications"; Pub/Sub delivers at least once).
 *
 * @param drop nothing is published
 * @param duplicate everything is delivered twice
 * @param newestFirst what waits is overtaken by what comes
 * @param oneASecond what is more than one for an account and a second is dropped
 */
public record Mischief(boolean drop, boolean duplicate, boolean newestFirst, boolean oneASecond) {

    public static Mischief none() {
        return new Mischief(false, false, false, false);
    }

    public static Mischief dropping() {
        return new Mischief(true, false, false, false);
    }

    public static Mischief unkind() {
        return new Mischief(false, true, true, true);
    }
}
