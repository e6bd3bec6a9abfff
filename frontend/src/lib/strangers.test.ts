import { expect, test } from 'vitest';
import { shown } from './strangers';

test('an override does not turn letters round', () => {
  expect(shown('\u202Eelpmaxe.proc@ssob\u202C')).toBe('elpmaxe.proc@ssob');
  expect(shown('invoice\u2067fdp.exe\u2069')).toBe('invoicefdp.exe');
});

test('control characters are dropped, what writing needs stays', () => {
  expect(shown('a\u0000b\u001B[31mc\u0085d\u2028e')).toBe('ab[31mcde');
  expect(shown('שלום\u200F (world)')).toBe('שלום\u200F (world)');
  expect(shown('👩\u200D💻 two words')).toBe('👩\u200D💻 two words');
});
