import { act, screen, waitFor } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { FakeEventSource } from './fake-event-source';
import { aMessage, aNotification, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { server, signedOut } from './server';

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
