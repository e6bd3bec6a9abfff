package dev.mailkeep.simulator.pubsub;

/**
 * What Google does not rule out: notifications that are lost, arrive twice or in another order (Gmail API, "Push
 * notifications"; Pub/Sub delivers at least once).
 *
 * @param drop nothing is published
 * @param duplicate everything is delivered twice
 * @param newestFirst new messages overtake waiting ones
 * @param oneASecond more than one message per account and second is dropped
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
