import type { Mailbox, MailboxStatus } from '@/lib/api/types';

/** The status that the page shows: the server's, or a reason why that one is not the whole truth. */
export type DisplayStatus = MailboxStatus | 'SLOWED' | 'OVERDUE' | 'UNKNOWN';

/** A check takes a few seconds and the page polls every fifteen. Later than this, in milliseconds, something is wrong. */
export const OVERDUE_AFTER = 40_000;

export const isThrottled = ({ throttledUntil }: Mailbox, now: number) =>
  throttledUntil !== undefined && Date.parse(throttledUntil) > now;

/** `known` is false while the server does not answer: the mailbox may have changed since it was read. */
export function displayStatus(mailbox: Mailbox, now: number, known: boolean): DisplayStatus {
  if (!known) return 'UNKNOWN';
  const { status, nextSyncAt } = mailbox;
  if (status !== 'LIVE' && status !== 'IMPORTING') return status;
  if (isThrottled(mailbox, now)) return 'SLOWED';
  if (status === 'LIVE' && nextSyncAt && Date.parse(nextSyncAt) + OVERDUE_AFTER < now) return 'OVERDUE';
  return status;
}
