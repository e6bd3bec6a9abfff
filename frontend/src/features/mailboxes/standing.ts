import type { Mailbox, MailboxStatus } from '@/lib/api/types';

/** How a mailbox stands: its status, or what keeps that status from being the whole truth. */
export type Standing = MailboxStatus | 'SLOWED' | 'OVERDUE' | 'UNKNOWN';

/** A check takes a few seconds and the page asks every fifteen: later than this, in milliseconds, something is wrong. */
export const OVERDUE_AFTER = 40_000;

export const isThrottled = ({ throttledUntil }: Mailbox, now: number) =>
  throttledUntil !== undefined && Date.parse(throttledUntil) > now;

/** `known` is whether the mailbox is as it was read; a server that does not answer may have changed it since. */
export function standingOf(mailbox: Mailbox, now: number, known: boolean): Standing {
  if (!known) return 'UNKNOWN';
  const { status, nextSyncAt } = mailbox;
  if (status !== 'LIVE' && status !== 'IMPORTING') return status;
  if (isThrottled(mailbox, now)) return 'SLOWED';
  if (status === 'LIVE' && nextSyncAt && Date.parse(nextSyncAt) + OVERDUE_AFTER < now) return 'OVERDUE';
  return status;
}
