import { expect, test } from 'vitest';
import { visibleText } from './untrusted-text';

test('an override does not reverse letters', () => {
  expect(visibleText('\u202Eelpmaxe.proc@ssob\u202C')).toBe('elpmaxe.proc@ssob');
  expect(visibleText('invoice\u2067fdp.exe\u2069')).toBe('invoicefdp.exe');
});

test('control characters are dropped, and marks that writing needs stay', () => {
  expect(visibleText('a\u0000b\u001B[31mc\u0085d\u2028e')).toBe('ab[31mcde');
  expect(visibleText('שלום\u200F (world)')).toBe('שלום\u200F (world)');
  expect(visibleText('👩\u200D💻 two words')).toBe('👩\u200D💻 two words');
});
