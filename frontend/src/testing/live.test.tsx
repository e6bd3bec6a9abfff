import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { FakeEventSource } from './fake-event-source';
import { aMessage, aNotification, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { refuse, server, signedOut } from './server';

const stream = () => {
  const last = FakeEventSource.all.at(-1);
  if (!last) throw new Error('the page does not listen');
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
  expect(screen.getByTitle('Changes appear here automatically.')).toHaveTextContent('Live');
  act(() => stream().fail());
  expect(screen.getByText('Reconnecting…')).toBeVisible();
  const before = asked;
  act(() => stream().open());
  await waitFor(() => expect(asked).toBeGreaterThan(before));
});

test('while the server does not answer, nothing on the page is green and the page says since when', async () => {
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

test('while the server does not answer, no mailbox in the list is green', async () => {
  renderApp('/?all=true');
  await screen.findByRole('heading', { level: 1, name: 'Mailboxes' });
  const mailbox = await screen.findByRole('link', { name: /ada@corp\.example/ });
  expect(mailbox).toHaveTextContent('Live');
  act(() => stream().open());
  server.use(http.get('/api/*', () => HttpResponse.error()));
  act(() => stream().fail());
  await waitFor(() => expect(mailbox).toHaveTextContent('No connection'));
  expect(mailbox).not.toHaveTextContent('Live');
  server.resetHandlers();
  act(() => stream().open());
  await waitFor(() => expect(mailbox).toHaveTextContent('Live'));
});

test("a proxy's error page is not an answer, but the server's own problem is", async () => {
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

test('a new notification is counted and shown', async () => {
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

test('after a reconnect the alarm is read and the recovery stands above it', async () => {
  const alarm = aNotification({ title: 'ada@corp.example needs you' });
  let list = [alarm];
  server.use(http.get('/api/notifications', () => HttpResponse.json(list)));
  const { person } = renderApp(`/mailboxes/${MAILBOX_ID}?tab=settings`);
  expect(await screen.findByRole('button', { name: 'Notifications, 1 unread' })).toBeVisible();
  await waitFor(() => expect(FakeEventSource.all.length).toBeGreaterThan(0));
  const recovered = aNotification({
    id: 'notice-2',
    kind: 'RECOVERED',
    title: 'ada@corp.example is back',
    body: '3 messages were caught up.',
  });
  list = [recovered, { ...alarm, readAt: new Date().toISOString() }];
  act(() => stream().say('notification', {}));
  expect(await screen.findByText('3 messages were caught up.')).toBeVisible();
  await person.click(screen.getByRole('button', { name: 'Notifications, 1 unread' }));
  const bell = await screen.findByRole('dialog', { name: /^Notifications/ });
  const items = within(bell).getAllByRole('listitem');
  expect(items.map((item) => item.dataset.tone)).toEqual(['good', 'bad']);
  expect(items.map((item) => item.textContent?.includes('Unread'))).toEqual([true, false]);
  expect(items[0]).toHaveTextContent('ada@corp.example is back');
  expect(within(bell).getAllByRole('button', { name: 'Mark as read' })).toHaveLength(1);
});

test('the page does not listen while signed out', async () => {
  server.use(signedOut());
  renderApp('/');
  await screen.findByRole('button', { name: 'Connect Gmail' });
  expect(FakeEventSource.all).toEqual([]);
});
