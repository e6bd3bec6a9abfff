package dev.mailkeep.simulator.behaviour;

import java.util.Map;

/**
 * What Gmail allows.
 *
 * @param unitsPerMinutePerUser in any 60 seconds
 * @param unitsPerMinutePerProject in any 60 seconds, all accounts together
 * @param concurrentPerUser simultaneous requests of one account; Google does not publish the limit, reports from the
 *     field say about ten
 * @param unitCosts units of a call of "profile", "history", "list", "get", "watch" or "stop"; other methods cost
 *     nothing
 */
public record Quota(
        int unitsPerMinutePerUser,
        int unitsPerMinutePerProject,
        int concurrentPerUser,
        Map<String, Integer> unitCosts) {

    private static final Map<String, Integer> COSTS_OF_TODAY =
            Map.of("profile", 1, "history", 2, "list", 5, "get", 20, "watch", 100, "stop", 50);

    public Quota {
        unitCosts = Map.copyOf(unitCosts);
    }

    /** The figures for Cloud projects made on or after 1 May 2026 (developers.google.com, Gmail API "Usage limits"). */
    public static Quota ofToday() {
        return new Quota(6_000, 1_200_000, 10, COSTS_OF_TODAY);
    }

    /** Nothing is ever refused; costs are still counted. */
    public static Quota unlimited() {
        return new Quota(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, COSTS_OF_TODAY);
    }

    /** @param units for one account in any 60 seconds */
    public Quota withUnitsPerMinutePerUser(int units) {
        return new Quota(units, unitsPerMinutePerProject, concurrentPerUser, unitCosts);
    }

    /** @param units for all accounts in any 60 seconds */
    public Quota withUnitsPerMinutePerProject(int units) {
        return new Quota(unitsPerMinutePerUser, units, concurrentPerUser, unitCosts);
    }

    /** @param requests of one account at the same time */
    public Quota withConcurrentPerUser(int requests) {
        return new Quota(unitsPerMinutePerUser, unitsPerMinutePerProject, requests, unitCosts);
    }

    /** The units of a call; 0 for a method without a price. */
    public int costOf(String method) {
        return unitCosts.getOrDefault(method, 0);
    }
}
