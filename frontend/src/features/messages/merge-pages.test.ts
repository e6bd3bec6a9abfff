import { expect, test } from 'vitest';
import { aMessage } from '@/testing/fixtures';
import { flatten, mergePages } from './merge-pages';

const at = (minute: number) =>
  aMessage(`m-${minute}`, { receivedAt: new Date(minute * 60_000).toISOString() });
const ids = (pages: Parameters<typeof flatten>[0]) => flatten(pages).map((message) => message.messageId);

test('new mail goes before the pages that were read', () => {
  const old = {
    pages: [{ items: [at(9), at(8)], nextCursor: 'c' }, { items: [at(7)] }],
    pageParams: [undefined, 'c'],
  };
  const merged = mergePages(old, { items: [at(10), at(9)], nextCursor: 'x' });
  expect(ids(merged)).toEqual(['m-10', 'm-9', 'm-8', 'm-7']);
  expect(merged?.pages[0]?.nextCursor).toBe('c');
});

test('mail that an import adds at the end follows', () => {
  const old = {
    pages: [{ items: [at(9), at(8)], nextCursor: 'c' }, { items: [at(7)] }],
    pageParams: [undefined, 'c'],
  };
  const merged = mergePages(
    old,
    { items: [at(9), at(8)], nextCursor: 'c' },
    { items: [at(7), at(6)], nextCursor: 'd' },
  );
  expect(ids(merged)).toEqual(['m-9', 'm-8', 'm-7', 'm-6']);
  expect(merged?.pages.at(-1)?.nextCursor).toBe('d');
});

test('a list that fit on one page gets a next page when there is more', () => {
  const old = { pages: [{ items: [at(9)] }], pageParams: [undefined] };
  expect(mergePages(old, { items: [at(9), at(8)], nextCursor: 'c' })?.pages[0]?.nextCursor).toBe('c');
});

test('more new mail than fits on a page means that everything is read again', () => {
  const old = { pages: [{ items: [at(1)], nextCursor: 'c' }], pageParams: [undefined] };
  expect(mergePages(old, { items: [at(9), at(8)], nextCursor: 'x' })).toBeUndefined();
});

test('a changed label shows, and each message appears once', () => {
  const old = { pages: [{ items: [at(9)] }], pageParams: [undefined] };
  const merged = mergePages(old, { items: [{ ...at(9), labels: ['TRASH'] }] });
  expect(flatten(merged)).toHaveLength(1);
  expect(flatten(merged)[0]?.labels).toEqual(['TRASH']);
});
