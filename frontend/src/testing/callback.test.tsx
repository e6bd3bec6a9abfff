import { screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test, vi } from 'vitest';
import { browser } from '@/lib/api/go-to-google';
import { takeReturnPath } from '@/lib/api/return-path';
import { FakeEventSource } from './fake-event-source';
import { MAILBOX_ID, user } from './fixtures';
import { renderApp } from './render-app';
import { refuse, server, signedOut } from './server';

const answer = (name: string) => ({ code: `code-${name}`, state: `state-${name}` });

test('the code is posted once, even under StrictMode, and the mailbox opens', async () => {
  const posted: unknown[] = [];
  server.use(
    http.post('/auth/google', async ({ request }) => {
      posted.push(await request.json());
      return HttpResponse.json({ user, mailbox: { id: MAILBOX_ID, email: user.email } });
    }),
  );
  const { router } = renderApp('/auth/callback', answer('once'));
  expect(await screen.findByRole('heading', { level: 1, name: user.email })).toBeVisible();
  expect(router.state.location.pathname).toBe(`/mailboxes/${MAILBOX_ID}`);
  expect(posted).toEqual([answer('once')]);
});

test('the answer is posted with the XSRF token', async () => {
  let token: string | null = null;
  server.use(
    http.post('/auth/google', ({ request }) => {
      token = request.headers.get('X-XSRF-TOKEN');
      return HttpResponse.json({ user });
    }),
  );
  renderApp('/auth/callback', answer('token'));
  await waitFor(() => expect(token).toBe('test-token'));
});

test('a person who cancelled reads so and can try again', async () => {
  const posted: unknown[] = [];
  server.use(
    http.post('/auth/google', async ({ request }) => {
      posted.push(await request.json());
      return refuse(400, 'consent-cancelled', {
        title: 'You cancelled at Google',
        detail: 'Nothing was connected.',
        nextAction: { kind: 'connect', label: 'Connect Gmail' },
      });
    }),
  );
  renderApp('/auth/callback', { error: 'access_denied', state: 'cancelled' });
  expect(await screen.findByRole('heading', { name: 'You cancelled at Google' })).toBeVisible();
  expect(screen.getByText('Nothing was connected.')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Connect Gmail' })).toBeVisible();
  expect(posted).toEqual([{ error: 'access_denied', state: 'cancelled' }]);
});

test('the next action of a problem starts that very authorization flow', async () => {
  const leaveFor = vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  const started: unknown[] = [];
  server.use(
    http.post('/auth/google', () =>
      refuse(400, 'account-mismatch', {
        detail: 'That was another Google account.',
        nextAction: { kind: 'reconnect', label: 'Reconnect', mailboxId: MAILBOX_ID },
      }),
    ),
    http.post('/auth/google/start', async ({ request }) => {
      started.push(await request.json());
      return HttpResponse.json({ authorizationUrl: 'https://accounts.google.com/consent' });
    }),
  );
  const { person } = renderApp('/auth/callback', answer('mismatch'));
  expect(await screen.findByText('That was another Google account.')).toBeVisible();
  await person.click(screen.getByRole('button', { name: 'Reconnect' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://accounts.google.com/consent'));
  expect(started).toEqual([{ purpose: 'reconnect', mailboxId: MAILBOX_ID }]);
});

test('a person who signed in meanwhile is asked before another mailbox is added', async () => {
  vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  const started: unknown[] = [];
  server.use(
    http.post('/auth/google', () =>
      refuse(409, 'signed-in-meanwhile', {
        title: `You are now signed in as ${user.email}`,
        detail: 'Nobody was signed in here when you went to Google. Nothing was stored.',
        nextAction: { kind: 'connect', label: 'Add ben@gmail.example', email: 'ben@gmail.example' },
      }),
    ),
    http.post('/auth/google/start', async ({ request }) => {
      started.push(await request.json());
      return HttpResponse.json({ authorizationUrl: 'https://accounts.google.com/consent' });
    }),
  );
  const { person } = renderApp('/auth/callback', answer('meanwhile'));
  expect(
    await screen.findByRole('heading', { name: `You are now signed in as ${user.email}` }),
  ).toBeVisible();
  expect(started).toEqual([]);
  await person.click(screen.getByRole('button', { name: 'Add ben@gmail.example' }));
  await waitFor(() => expect(started).toEqual([{ purpose: 'connect', loginHint: 'ben@gmail.example' }]));
});

test('without a refresh token a second consent starts by itself, once', async () => {
  const leaveFor = vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  const started: unknown[] = [];
  server.use(
    http.post('/auth/google', () =>
      refuse(400, 'refresh-token-missing', {
        title: 'Google gave no lasting access',
        nextAction: { kind: 'connect', label: 'Try again', email: 'chosen@gmail.example' },
      }),
    ),
    http.post('/auth/google/start', async ({ request }) => {
      started.push(await request.json());
      return HttpResponse.json({ authorizationUrl: 'https://accounts.google.com/consent' });
    }),
  );
  const second = { purpose: 'connect', loginHint: 'chosen@gmail.example' };
  const first = renderApp('/auth/callback', answer('no-lasting-access'));
  await waitFor(() => expect(started).toEqual([second]));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('https://accounts.google.com/consent'));
  first.unmount();

  const { person } = renderApp('/auth/callback', answer('no-lasting-access-again'));
  const button = await screen.findByRole('button', { name: 'Try again' });
  expect(started).toHaveLength(1);
  await person.click(button);
  await waitFor(() => expect(started).toEqual([second, second]));
  sessionStorage.clear();
});

test('without an answer from Google the callback leads to the home page', async () => {
  const { router } = renderApp('/auth/callback');
  await waitFor(() => expect(router.state.location.pathname).toBe(`/mailboxes/${MAILBOX_ID}`));
});

test('a person who came signed out is signed in on the whole page afterwards', async () => {
  let signedIn = false;
  server.use(
    http.get('/api/session', () => HttpResponse.json(signedIn ? { user, demo: false } : { demo: false })),
    http.post('/auth/google', () => {
      signedIn = true;
      return HttpResponse.json({ user, mailbox: { id: MAILBOX_ID, email: user.email } });
    }),
  );
  renderApp('/auth/callback', answer('signed-out'));
  expect(await screen.findByRole('heading', { level: 1, name: user.email })).toBeVisible();
  expect(await screen.findByRole('button', { name: /^Notifications/ })).toBeVisible();
  expect(FakeEventSource.all.length).toBeGreaterThan(0);
});

test('a deep link survives signing in', async () => {
  vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  const deep = `/mailboxes/${MAILBOX_ID}?tab=activity`;
  window.history.replaceState(null, '', deep);
  server.use(
    signedOut(),
    http.post('/auth/google/start', () =>
      HttpResponse.json({ authorizationUrl: 'https://accounts.google.com/consent' }),
    ),
  );
  const { person, router, unmount } = renderApp(deep);
  await person.click(await screen.findByRole('button', { name: 'Sign in to continue' }));
  await waitFor(() => expect(browser.leaveFor).toHaveBeenCalled());
  expect(router.state.location.href).toBe(deep);
  unmount();
  server.resetHandlers();
  window.history.replaceState(null, '', '/');

  server.use(http.post('/auth/google', () => HttpResponse.json({ user })));
  const back = renderApp('/auth/callback', answer('deep-link'));
  await waitFor(() => expect(back.router.state.location.href).toBe(deep));
  back.unmount();

  // Only once: the next sign-in starts on another page.
  server.use(http.post('/auth/google', () => HttpResponse.json({ user })));
  const later = renderApp('/auth/callback', answer('no-deep-link'));
  await waitFor(() => expect(later.router.state.location.pathname).toBe(`/mailboxes/${MAILBOX_ID}`));
  expect(later.router.state.location.search).toEqual({});
});

test('a person who connects another mailbox is shown that one', async () => {
  sessionStorage.setItem('mailkeep.return-path', '/mailboxes/another-mailbox?tab=activity');
  server.use(
    http.post('/auth/google', () =>
      HttpResponse.json({ user, mailbox: { id: MAILBOX_ID, email: user.email } }),
    ),
  );
  const { router } = renderApp('/auth/callback', answer('another-mailbox'));
  await waitFor(() => expect(router.state.location.href).toBe(`/mailboxes/${MAILBOX_ID}`));
});

test('the browser never returns to an address that is not one of our pages', () => {
  for (const way of [
    '//evil.example/mailboxes/1',
    'https://evil.example/',
    '/mailboxes//evil.example',
    '/auth/callback',
  ]) {
    sessionStorage.setItem('mailkeep.return-path', way);
    expect(takeReturnPath()).toBeUndefined();
  }
});
