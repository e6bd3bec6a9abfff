package dev.mailkeep.benchmarks;

/**
 * A line of the table.
 *
 * @param what is measured
 * @param settings that it depends on
 * @param figure with its unit
 * @param spread of the repetitions, or what else was seen meanwhile
 * @param bound that can't be passed, or the target; empty where there is none
 */
record Figure(String what, String settings, String figure, String spread, String bound) {

    static final String HEAD = "| what | settings | figure | spread | bound or target |\n|---|---|---|---|---|";

    /** As Markdown. */
    String row() {
        return "| " + String.join(" | ", what, settings, figure, spread, bound) + " |";
    }
}
