package dev.mailkeep.activities.quota;

import java.util.ArrayList;
import java.util.List;

/** Divides the project's quota among the processes that want some of it: fairly, and never more than there is. */
final class Allocation {

    /** The least that a process is given, so that its checks need not wait for a lease. */
    private static final double LEAST = 0.01;

    private Allocation() {}

    /**
     * What another process has been granted, and what it wants.
     *
     * @param granted units a minute that it may use until its lease ends
     * @param wanted units a minute that it would use
     */
    record Other(double granted, double wanted) {}

    /**
     * The units a minute that a process is given.
     *
     * @param all units a minute for all processes together
     * @param wanted units a minute that it would use
     * @return at most what the others have left
     */
    static double grant(double all, double wanted, List<Other> others) {
        double least = Math.min(all * LEAST, all / (others.size() + 1));
        double mine = Math.max(wanted, least);
        var wants = new ArrayList<Double>(
                others.stream().map(other -> Math.max(other.wanted(), least)).toList());
        wants.add(mine);
        double left = all - others.stream().mapToDouble(Other::granted).sum();
        return Math.max(0, Math.min(Math.min(mine, fairShare(all, wants)), left));
    }

    /** The most that one process gets. A process that wants less leaves the remainder to the others. */
    private static double fairShare(double all, List<Double> wants) {
        List<Double> ascending = wants.stream().sorted().toList();
        double left = all;
        for (int i = 0; i < ascending.size(); i++) {
            double equal = left / (ascending.size() - i);
            if (ascending.get(i) > equal) {
                return equal;
            }
            left -= ascending.get(i);
        }
        return all;
    }
}
