import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hintReceiver, REFRESH_INTERVAL } from './hints';

let client: QueryClient;
let invalidated: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  client = new QueryClient();
  invalidated = [];
  vi.spyOn(client, 'invalidateQueries').mockImplementation((filters) => {
    invalidated.push(filters?.queryKey);
    return Promise.resolve();
  });
});
afterEach(() => vi.useRealTimers());

const times = (key: unknown[]) =>
  invalidated.filter((each) => JSON.stringify(each) === JSON.stringify(key)).length;

test('a message refreshes the messages and the figures of its mailbox', () => {
  hintReceiver(client).receive('message', '{"mailboxId":"1"}');
  expect(times(['mailbox', '1', 'messages'])).toBe(1);
  expect(times(['mailbox', '1', 'state'])).toBe(1);
  expect(times(['mailbox', '2', 'messages'])).toBe(0);
});

test('a hundred messages in a second cost three refreshes, and the last is never lost', () => {
  const hints = hintReceiver(client);
  for (let i = 0; i < 100; i += 1) {
    hints.receive('message', '{"mailboxId":"1"}');
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(REFRESH_INTERVAL);
  expect(times(['mailbox', '1', 'messages'])).toBeLessThanOrEqual(4);
  expect(times(['mailbox', '1', 'messages'])).toBeGreaterThanOrEqual(3);
});

test('a notification refreshes the bell', () => {
  hintReceiver(client).receive('notification', '{}');
  expect(invalidated).toEqual([['notifications']]);
});

test('an unreadable hint changes nothing', () => {
  hintReceiver(client).receive('message', 'not json');
  expect(invalidated).toEqual([]);
});
