import { act, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { FakeEventSource } from './fake-event-source';
import { aMessage, aNotification, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { refuse, server, signedOut } from './server';

const stream = () => {
  const last = FakeEventSource.all.at(-1);
  if (!last) throw new Error('nobody listens');
  return last;
};

test('arriving mail appears at the top without a reload', async () => {
  const items = [aMessage('m-1')];
  server.use(http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, () => HttpResponse.json({ items })));
  renderApp(`/mailboxes/${MAILBOX_ID}`);
  expect(await screen.findByText('Subject of m-1')).toBeVisible();
  act(() => stream().open());
  items.unshift(aMessage('m-2', { receivedAt: new Date().toISOString() }));
  act(() => stream().say('message', { mailboxId: MAILBOX_ID }));
  expect(await screen.findByText('Subject of m-2')).toBeVisible();
  expect(screen.getAllByText(/Subject of/)[0]).toHaveTextContent('Subject of m-2');
});

test('the page says whether it is live, and reads everything again after a gap', async () => {
  let asked = 0;
  server.use(
    http.get('/api/notifications', () => {
      asked += 1;
      return HttpResponse.json([]);
    }),
  );
  renderApp(`/mailboxes/${MAILBOX_ID}?tab=settings`);
  await screen.findByRole('heading', { level: 1 });
  act(() => stream().open());
  expect(screen.getByTitle('Changes appear here by themselves.')).toHaveTextContent('Live');
  act(() => stream().fail());
  expect(screen.getByText('Reconnecting…')).toBeVisible();
  const before = asked;
  act(() => stream().open());
  await waitFor(() => expect(asked).toBeGreaterThan(before));
});

test('while the server does not answer nothing on the page is green, and it is said since when', async () => {
  renderApp(`/mailboxes/${MAILBOX_ID}`);
  await screen.findByText('Subject of m-1');
  act(() => stream().open());
  const gone = () => HttpResponse.error();
  server.use(http.get('/api/*', gone));
  act(() => stream().fail());
  expect(await screen.findByRole('alert')).toHaveTextContent(/^No answer from Mailkeep since \d\d:\d\d/);
  expect(screen.getAllByText(/^No connection/).length).toBeGreaterThan(1);
  expect(screen.getByText(/hasn't answered since \d\d:\d\d/)).toBeVisible();
  expect(screen.queryByText('Live')).toBeNull();
  expect(screen.queryByText(/Up to date|checking now/)).toBeNull();

  server.resetHandlers();
  act(() => stream().open());
  await waitFor(() => expect(screen.queryByText(/No answer from Mailkeep/)).toBeNull());
  expect((await screen.findAllByText('Live')).length).toBeGreaterThan(1);
});

test("a proxy's error page is no answer, a problem of the server's is one", async () => {
  renderApp(`/mailboxes/${MAILBOX_ID}?tab=settings`);
  await screen.findByRole('heading', { level: 1 });
  act(() => stream().open());
  server.use(http.get('/api/*', () => refuse(503, 'database-unavailable')));
  act(() => stream().fail());
  await screen.findByText(/hasn't answered|Reconnecting/);
  expect(screen.queryByText(/No answer from Mailkeep/)).toBeNull();

  server.use(http.get('/api/*', () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502 })));
  act(() => stream().fail());
  expect(await screen.findByText(/No answer from Mailkeep/)).toBeVisible();
  server.resetHandlers();
  act(() => stream().open());
  await waitFor(() => expect(screen.queryByText(/No answer from Mailkeep/)).toBeNull());
});

test('a new notification is counted and told', async () => {
  const list = [aNotification({ readAt: new Date().toISOString() })];
  server.use(http.get('/api/notifications', () => HttpResponse.json(list)));
  renderApp(`/mailboxes/${MAILBOX_ID}?tab=settings`);
  expect(await screen.findByRole('button', { name: 'Notifications' })).toBeVisible();
  await waitFor(() => expect(FakeEventSource.all.length).toBeGreaterThan(0));
  list.unshift(aNotification({ id: 'notice-2', title: 'Google is in trouble' }));
  act(() => stream().say('notification', {}));
  expect(await screen.findByText('Google is in trouble')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Notifications, 1 unread' })).toBeVisible();
});

test('nobody listens while signed out', async () => {
  server.use(signedOut());
  renderApp('/');
  await screen.findByRole('button', { name: 'Connect Gmail' });
  expect(FakeEventSource.all).toEqual([]);
});
