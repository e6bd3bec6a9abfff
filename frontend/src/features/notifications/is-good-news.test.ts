import { expect, test } from 'vitest';
import { isGoodNews } from './is-good-news';

test('only a recovery is green', () => {
  expect(isGoodNews('RECOVERED')).toBe(true);
  for (const alarm of ['NEEDS_RECONNECT', 'BLOCKED', 'DEGRADED', 'a kind to come']) {
    expect(isGoodNews(alarm)).toBe(false);
  }
});
