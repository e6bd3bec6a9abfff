import { expect, test } from 'vitest';
import { aMailbox } from '@/testing/fixtures';
import { OVERDUE_AFTER, standingOf } from './standing';

const now = Date.parse('2026-11-01T12:00:00Z');
const at = (millis: number) => new Date(now + millis).toISOString();

test('a mailbox that is checked in time is live', () => {
  expect(standingOf(aMailbox({ nextSyncAt: at(8000) }), now, true)).toBe('LIVE');
  expect(standingOf(aMailbox({ nextSyncAt: at(-3000) }), now, true)).toBe('LIVE');
});

test('a check that should long have ended is not called live', () => {
  expect(standingOf(aMailbox({ nextSyncAt: at(-OVERDUE_AFTER - 1000) }), now, true)).toBe('OVERDUE');
});

test('a mailbox that Google slows down is not called live, until it may go on', () => {
  expect(standingOf(aMailbox({ throttledUntil: at(60_000) }), now, true)).toBe('SLOWED');
  expect(standingOf(aMailbox({ status: 'IMPORTING', throttledUntil: at(60_000) }), now, true)).toBe('SLOWED');
  expect(standingOf(aMailbox({ throttledUntil: at(-1000), nextSyncAt: at(5000) }), now, true)).toBe('LIVE');
});

test('what the server says of its own is never softened', () => {
  const late = { throttledUntil: at(60_000), nextSyncAt: at(-90_000) };
  for (const status of ['PAUSED', 'NEEDS_RECONNECT', 'BLOCKED', 'DEGRADED', 'DISCONNECTING'] as const) {
    expect(standingOf(aMailbox({ status, ...late }), now, true)).toBe(status);
  }
});

test('without an answer of the server nothing is known, whatever it said last', () => {
  for (const status of ['LIVE', 'IMPORTING', 'PAUSED'] as const) {
    expect(standingOf(aMailbox({ status }), now, false)).toBe('UNKNOWN');
  }
});
