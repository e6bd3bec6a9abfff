import { expect, test } from 'vitest';
import { aMailbox } from '@/testing/fixtures';
import { displayStatus, OVERDUE_AFTER } from './display-status';

const now = Date.parse('2026-11-01T12:00:00Z');
const at = (millis: number) => new Date(now + millis).toISOString();

test('a mailbox that is checked in time is live', () => {
  expect(displayStatus(aMailbox({ nextSyncAt: at(8000) }), now, true)).toBe('LIVE');
  expect(displayStatus(aMailbox({ nextSyncAt: at(-3000) }), now, true)).toBe('LIVE');
});

test('a check that should have finished long ago is not called live', () => {
  expect(displayStatus(aMailbox({ nextSyncAt: at(-OVERDUE_AFTER - 1000) }), now, true)).toBe('OVERDUE');
});

test('a mailbox that Google slows down is not called live until it continues', () => {
  expect(displayStatus(aMailbox({ throttledUntil: at(60_000) }), now, true)).toBe('SLOWED');
  expect(displayStatus(aMailbox({ status: 'IMPORTING', throttledUntil: at(60_000) }), now, true)).toBe(
    'SLOWED',
  );
  expect(displayStatus(aMailbox({ throttledUntil: at(-1000), nextSyncAt: at(5000) }), now, true)).toBe(
    'LIVE',
  );
});

test("the server's own bad status is never replaced by a milder one", () => {
  const late = { throttledUntil: at(60_000), nextSyncAt: at(-90_000) };
  for (const status of ['PAUSED', 'NEEDS_RECONNECT', 'BLOCKED', 'DEGRADED', 'DISCONNECTING'] as const) {
    expect(displayStatus(aMailbox({ status, ...late }), now, true)).toBe(status);
  }
});

test('without an answer of the server the status is unknown, whatever it was before', () => {
  for (const status of ['LIVE', 'IMPORTING', 'PAUSED'] as const) {
    expect(displayStatus(aMailbox({ status }), now, false)).toBe('UNKNOWN');
  }
});
