import { expect, test } from 'vitest';
import { importState } from './import-state';

test('a share is the stored part of what was found', () => {
  expect(importState({ found: 1300, stored: 412, finding: false })).toEqual({
    stored: 412,
    whole: 1300,
    share: 31,
  });
});

test('no share is shown while Mailkeep still searches Gmail', () => {
  expect(importState({ found: 1300, stored: 412, finding: true }).share).toBeUndefined();
});

test('more stored than found never passes a hundred', () => {
  expect(importState({ found: 10, stored: 14, finding: false })).toEqual({
    stored: 14,
    whole: 14,
    share: 100,
  });
});

test('one message short of everything is not a hundred', () => {
  expect(importState({ found: 100_000, stored: 99_999, finding: false }).share).toBe(99);
});

test('no share is shown while nothing is found', () => {
  expect(importState({ found: 0, stored: 0, finding: false }).share).toBeUndefined();
});
