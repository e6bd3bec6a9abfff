import { expect, test } from 'vitest';
import { shortAgo, timeLeft } from './format';

const now = Date.parse('2026-11-01T12:00:00Z');
const at = (millis: number) => new Date(now + millis).toISOString();

test.each([
  [0, 'just now'],
  [-400, 'just now'],
  [300, 'just now'],
  [-1000, '1 s ago'],
  [-4000, '4 s ago'],
  [-180_000, '3 min ago'],
  [-86_400_000, '1 day ago'],
])('an instant %d ms away was %s', (millis, words) => {
  expect(shortAgo(at(millis), now)).toBe(words);
});

test.each([
  [9000, '9 s'],
  [300, '1 s'],
  [60_000, '1 min'],
  [-5000, '0 s'],
])('%d ms are left as %s', (millis, words) => {
  expect(timeLeft(at(millis), now)).toBe(words);
});
