package dev.mailkeep.activities.quota;

/**
 * What another process spent of an account's quota.
 *
 * @param seconds units second by second, the latest second first
 * @param age nanoseconds since the process wrote this down
 */
record UsageOfOtherProcess(int[] seconds, long age) {}
