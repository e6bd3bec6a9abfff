import { afterEach, expect, test } from 'vitest';
import { takeAnswer } from './take-answer';

afterEach(() => window.history.replaceState(null, '', '/'));

test('the code leaves the address before anything else happens', () => {
  window.history.replaceState(
    null,
    '',
    '/auth/callback?code=abc&state=xyz&iss=https%3A%2F%2Fissuer&scope=ignored',
  );
  expect(takeAnswer()).toEqual({ code: 'abc', state: 'xyz', iss: 'https://issuer' });
  expect(window.location.href).toBe('http://localhost:8080/auth/callback');
});

test('a refusal is taken too', () => {
  window.history.replaceState(null, '', '/auth/callback?error=access_denied&state=xyz');
  expect(takeAnswer()).toEqual({ error: 'access_denied', state: 'xyz' });
});

test('other pages keep their address', () => {
  window.history.replaceState(null, '', '/mailboxes/1?code=abc');
  expect(takeAnswer()).toBeUndefined();
  expect(window.location.search).toBe('?code=abc');
});
