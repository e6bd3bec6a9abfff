package dev.mailkeep.activities.quota;

import java.util.List;

/**
 * What each process has spent of an account's quota in the last minute, for the process that continues with the
 * account.
 */
interface Ledger {

    /** The ledger of a process that is the only one. */
    Ledger NONE = new Ledger() {
        @Override
        public List<UsageOfOtherProcess> usageOfOtherProcesses(String account) {
            return List.of();
        }

        @Override
        public void write(String account, int[] seconds) {}
    };

    /** What the other processes have spent. */
    List<UsageOfOtherProcess> usageOfOtherProcesses(String account);

    /**
     * Writes what this process has spent.
     *
     * @param seconds units second by second, the latest second first
     */
    void write(String account, int[] seconds);
}
