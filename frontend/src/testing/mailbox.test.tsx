import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { aMailbox, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, refuse, server } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;
const soon = (millis: number) => new Date(Date.now() + millis).toISOString();

test('a revoked mailbox says why and offers to reconnect, and nothing else', async () => {
  server.use(
    mailboxIs({
      status: 'NEEDS_RECONNECT',
      explanation: 'Access was taken away at Google.',
      nextAction: { kind: 'reconnect', label: 'Reconnect', mailboxId: MAILBOX_ID },
      throttledUntil: new Date(Date.now() + 60_000).toISOString(),
    }),
  );
  renderApp(path);
  const banner = await screen.findByRole('alert');
  expect(banner).toHaveTextContent('Access was taken away at Google.');
  expect(within(banner).getByRole('button', { name: 'Reconnect' })).toBeVisible();
  expect(screen.queryByText('Google is limiting requests')).not.toBeInTheDocument();
});

test('pausing changes the page at once', async () => {
  server.use(
    http.post(`/api/mailboxes/${MAILBOX_ID}/pause`, () =>
      HttpResponse.json(aMailbox({ status: 'PAUSED' }), { status: 202 }),
    ),
  );
  const { person } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'Pause' }));
  expect(await screen.findByRole('button', { name: 'Resume' })).toBeVisible();
});

test("another's mailbox is not found", async () => {
  server.use(http.get(`/api/mailboxes/${MAILBOX_ID}`, () => refuse(404, 'not-found')));
  renderApp(path);
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeVisible();
});

test('an unknown address says so and leads back', async () => {
  const { person, router } = renderApp('/nowhere');
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeVisible();
  await person.click(screen.getByRole('link', { name: 'Back to the mailboxes' }));
  await waitFor(() => expect(router.state.location.pathname).toBe(path));
});

test('up to date comes first, then up to when that is verified, and why', async () => {
  server.use(
    mailboxIs({
      lastSyncedAt: new Date(Date.now() - 4000).toISOString(),
      nextSyncAt: new Date(Date.now() + 9000).toISOString(),
    }),
  );
  const { person } = renderApp(path);
  const upToDate = await screen.findByText(/^Up to date/);
  const verified = screen.getByText(/^All mail up to/);
  expect(upToDate).toHaveTextContent(/^Up to date, checked \d+ s ago · next check in \d+ s$/);
  expect(verified).toHaveTextContent(/^All mail up to \S.* verified/);
  expect(upToDate.compareDocumentPosition(verified)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  await person.click(screen.getByRole('button', { name: 'What does that mean?' }));
  expect(await screen.findByText(/verified that no message from your senders is missing/)).toBeVisible();
});

test('a mailbox that is not verified yet says so below up to date', async () => {
  server.use(mailboxIs({ completeAsOf: undefined }));
  renderApp(path);
  expect(await screen.findByText(/^Up to date/)).toBeVisible();
  expect(screen.getByText(/^Not verified as complete yet/)).toBeVisible();
});

test.each([
  [
    'Google slows it down',
    { throttledUntil: soon(60_000) },
    'Slowed by Google',
    /^Google is limiting requests, checks/,
  ],
  ['its check is overdue', { nextSyncAt: soon(-60_000) }, 'Check overdue', /hasn't finished yet/],
  [
    'Gmail fails',
    { status: 'DEGRADED', nextAttemptAt: soon(60_000) },
    'Retrying',
    /^Retrying · last checked/,
  ],
] as const)('a mailbox is not called live when %s', async (_, over, badge, line) => {
  server.use(mailboxIs(over));
  renderApp(path);
  expect(await screen.findByText(badge)).toBeVisible();
  expect(screen.getByText(line)).toBeVisible();
  expect(screen.queryByText(/Up to date|checking now/)).toBeNull();
});

test('a blocked mailbox can be checked again', async () => {
  const asked: string[] = [];
  server.use(
    mailboxIs({
      status: 'BLOCKED',
      explanationTitle: 'Your administrator blocks Gmail access',
      explanation: 'Ask them to allow it.',
      nextAction: { kind: 'retry', label: 'Check again' },
    }),
    http.post(`/api/mailboxes/${MAILBOX_ID}/check`, () => {
      asked.push('check');
      return HttpResponse.json(aMailbox({ status: 'BLOCKED' }), { status: 202 });
    }),
  );
  const { person } = renderApp(path);
  const banner = await screen.findByRole('alert');
  expect(banner).toHaveTextContent('Your administrator blocks Gmail access');
  await person.click(within(banner).getByRole('button', { name: 'Check again' }));
  await waitFor(() => expect(asked).toEqual(['check']));
});

test('Check now checks while Mailkeep is retrying', async () => {
  const asked: string[] = [];
  const retrying = { status: 'DEGRADED', nextAttemptAt: soon(60_000) } as const;
  server.use(
    mailboxIs(retrying),
    http.post(`/api/mailboxes/${MAILBOX_ID}/check`, () => {
      asked.push('check');
      return HttpResponse.json(aMailbox(retrying), { status: 202 });
    }),
  );
  const { person } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'Check now' }));
  await waitFor(() => expect(asked).toEqual(['check']));
  expect(await screen.findByText('Checking for new mail now.')).toBeVisible();
});

test('a failure without an explanation is not blamed on Google', async () => {
  server.use(mailboxIs({ status: 'DEGRADED', nextAttemptAt: soon(60_000) }));
  renderApp(path);
  const banner = (await screen.findByText("Mailkeep can't check this mailbox right now")).closest('div');
  expect(banner).toHaveTextContent(/Retrying in \d+ (s|min)\./);
  expect(banner).not.toHaveTextContent(/Google|Gmail/);
});

test('damaged stored access is repaired by reconnecting', async () => {
  server.use(
    mailboxIs({
      status: 'DEGRADED',
      explanationTitle: "The stored access can't be read",
      explanation: 'Reconnect to continue.',
      nextAction: { kind: 'reconnect', label: 'Reconnect', mailboxId: MAILBOX_ID },
    }),
  );
  renderApp(path);
  expect(await screen.findByRole('button', { name: 'Reconnect' })).toBeVisible();
});

test('an interval that another tab changed is not overwritten', async () => {
  let interval = 'PT5M';
  const sent: (string | null)[] = [];
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}`, () =>
      HttpResponse.json(aMailbox({ syncInterval: interval }), {
        headers: { etag: `"settings-${interval}"` },
      }),
    ),
    http.patch(`/api/mailboxes/${MAILBOX_ID}`, ({ request }) => {
      sent.push(request.headers.get('If-Match'));
      interval = 'PT1H';
      return refuse(412, 'changed-meanwhile');
    }),
  );
  const { person } = renderApp(`${path}?tab=settings`);
  const select = await screen.findByRole('combobox', { name: 'Check for new mail every' });
  await waitFor(() => expect(select).toBeEnabled());
  await screen.findByRole('option', { name: '15 minutes' });
  await person.selectOptions(select, 'PT15M');
  expect(await screen.findByText('Changed in another tab')).toBeVisible();
  expect(sent).toEqual(['"settings-PT5M"']);
  await waitFor(() => expect(select).toHaveValue('PT1H'));
});
