import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test, vi } from 'vitest';
import { browser } from '@/lib/api/leave-for-google';
import { aMailbox, aMessage, MAILBOX_ID, RECEIPT_ID, user } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, refuse, sendersAre, server, signedOut } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;
const soon = (millis: number) => new Date(Date.now() + millis).toISOString();

test('a running import shows how much of the whole is stored', async () => {
  server.use(mailboxIs({ status: 'IMPORTING', import: { found: 1300, stored: 412, finding: false } }));
  renderApp(path);
  const bar = await screen.findByRole('progressbar', { name: 'Import progress' });
  expect(bar).toHaveAttribute('aria-valuenow', '31');
  expect(screen.getByText('412 of 1,300 stored')).toBeVisible();
  expect(screen.getByText('You can close this page. The import continues.')).toBeVisible();
  expect(screen.queryByText(/left$/)).not.toBeInTheDocument();
});

test('while Gmail is searched no share is claimed', async () => {
  server.use(mailboxIs({ status: 'IMPORTING', import: { found: 1300, stored: 412, finding: true } }));
  renderApp(path);
  expect(await screen.findByText('Searching… 1,300 found')).toBeVisible();
  expect(screen.getByRole('progressbar', { name: 'Import progress' })).not.toHaveAttribute('aria-valuenow');
});

test('more stored than found never shows more than everything', async () => {
  server.use(mailboxIs({ status: 'IMPORTING', import: { found: 10, stored: 14, finding: false } }));
  renderApp(path);
  const bar = await screen.findByRole('progressbar', { name: 'Import progress' });
  expect(bar).toHaveAttribute('aria-valuenow', '100');
  expect(screen.getByText('14 of 14 stored')).toBeVisible();
});

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

test('disconnecting takes the typed address and leads to the receipt', async () => {
  server.use(
    http.delete(`/api/mailboxes/${MAILBOX_ID}`, () =>
      HttpResponse.json({ receiptId: RECEIPT_ID }, { status: 202 }),
    ),
  );
  const { person, router } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'More actions' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Disconnect…' }));
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByRole('button', { name: 'Disconnect' })).toBeDisabled();
  await person.type(within(dialog).getByRole('textbox'), 'ada@corp.example');
  await person.click(within(dialog).getByRole('button', { name: 'Disconnect' }));
  await waitFor(() => expect(router.state.location.pathname).toBe(`/receipts/${RECEIPT_ID}`));
  expect(await screen.findByText('Revoking the access at Google…')).toBeVisible();
});

test('a receipt says where to remove the access by hand, and stops waiting when only that is left', async () => {
  const receipt = { id: RECEIPT_ID, requestedAt: '2026-11-01T08:00:00Z' };
  server.use(
    http.get(`/api/receipts/${RECEIPT_ID}`, () =>
      HttpResponse.json({ ...receipt, byHand: 'WHILE_RETRYING' }, { status: 200 }),
    ),
  );
  const waiting = renderApp(`/receipts/${RECEIPT_ID}`);
  expect(await screen.findByText(/goes on trying for seven days/)).toBeVisible();
  expect(screen.getByRole('link', { name: /permissions/ })).toHaveAttribute(
    'href',
    'https://myaccount.google.com/permissions',
  );
  waiting.unmount();

  server.use(
    http.get(`/api/receipts/${RECEIPT_ID}`, () =>
      HttpResponse.json({
        ...receipt,
        byHand: 'NOT_POSSIBLE',
        messagesDeleted: 2,
        deletedAt: receipt.requestedAt,
        workflowEnded: receipt.requestedAt,
      }),
    ),
  );
  renderApp(`/receipts/${RECEIPT_ID}`);
  expect(await screen.findByText('Remove the access at Google yourself')).toBeVisible();
  expect(screen.getByText('One step is left to you; the others were done.')).toBeVisible();
  expect(screen.queryByRole('img', { name: 'Under way' })).toBeNull();
});

test('text of strangers stays text', async () => {
  const subject = '<img src=x onerror="alert(1)">';
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, () =>
      HttpResponse.json({ items: [aMessage('m-1', { subject })] }),
    ),
  );
  const { person } = renderApp(path);
  await person.click(await screen.findByText(subject));
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(within(dialog).getByText(subject)).toBeVisible();
  expect(within(dialog).getByText('A From can be forged')).toBeVisible();
  expect(document.querySelector('img')).toBeNull();
});

test('a search without a hit offers to clear the filters', async () => {
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, ({ request }) =>
      HttpResponse.json({ items: new URL(request.url).searchParams.has('q') ? [] : [aMessage('m-1')] }),
    ),
  );
  const { person } = renderApp(`${path}?tab=messages&q=nothing`);
  await person.click(await screen.findByRole('button', { name: 'Clear filters' }));
  expect(await screen.findByText('Subject of m-1')).toBeVisible();
});

test("another's mailbox is not found", async () => {
  server.use(http.get(`/api/mailboxes/${MAILBOX_ID}`, () => refuse(404, 'not-found')));
  renderApp(path);
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeVisible();
});

test('signing out starts the page anew', async () => {
  const leaveFor = vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  server.use(http.post('/auth/logout', () => new HttpResponse(null, { status: 204 })));
  const { person } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'Account ada@corp.example' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/'));
});

test('an older message that a link names opens, though it is not in the first page', async () => {
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/messages/old-1`, () => HttpResponse.json(aMessage('old-1'))),
  );
  renderApp(`${path}?tab=messages&message=old-1`);
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(await within(dialog).findByText('Subject of old-1')).toBeVisible();
});

test('a message that is no longer here says so', async () => {
  renderApp(`${path}?tab=messages&message=gone`);
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(await within(dialog).findByText("This message isn't here")).toBeVisible();
});

test('Back undoes a filter, and a search in one step however it was typed', async () => {
  const { person, router } = renderApp(path);
  await person.selectOptions(await screen.findByRole('combobox', { name: 'Sender' }), 'boss@corp.example');
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ tab: 'messages', sender: 'boss@corp.example' }),
  );
  const field = screen.getByRole('searchbox', { name: 'Search messages' });
  await person.type(field, 'inv');
  await waitFor(() => expect(router.state.location.search.q).toBe('inv'));
  await person.type(field, 'oice');
  await waitFor(() => expect(router.state.location.search.q).toBe('invoice'));

  act(() => router.history.back());
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ tab: 'messages', sender: 'boss@corp.example' }),
  );
  expect(field).toHaveValue('');
  act(() => router.history.back());
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(screen.getByRole('combobox', { name: 'Sender' })).toHaveValue('');
});

test('a message that was opened from the list is closed by going back', async () => {
  const { person, router } = renderApp(path);
  await person.click(await screen.findByText('Subject of m-1'));
  await screen.findByRole('dialog', { name: 'Message' });
  const length = router.history.length;
  await person.keyboard('{Escape}');
  await waitFor(() => expect(router.state.location.search).toEqual({}));
  expect(router.history.length).toBe(length);
});

test('the mail of a removed sender can be filtered for', async () => {
  const asked: (string | null)[] = [];
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/senders`, () =>
      sendersAre(['boss@corp.example'], '"senders-2"', ['gone@corp.example']),
    ),
    http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, ({ request }) => {
      asked.push(new URL(request.url).searchParams.get('sender'));
      return HttpResponse.json({ items: [aMessage('m-1')] });
    }),
  );
  const { person } = renderApp(path);
  const removed = await screen.findByRole('group', { name: 'Removed, mail kept' });
  expect(within(removed).getByRole('option', { name: 'gone@corp.example' })).toBeInTheDocument();
  await person.selectOptions(screen.getByRole('combobox', { name: 'Sender' }), 'gone@corp.example');
  await waitFor(() => expect(asked).toContain('gone@corp.example'));
});

test('what strangers wrote turns nothing round, neither in the list nor in the message', async () => {
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, () =>
      HttpResponse.json({
        items: [aMessage('m-1', { senderName: '\u202Eelpmaxe.proc@ssob', subject: 'pay\u2067 now\u0007' })],
      }),
    ),
  );
  const { person } = renderApp(path);
  const name = await screen.findByText('elpmaxe.proc@ssob');
  expect(name.tagName).toBe('BDI');
  await person.click(screen.getByText('pay now'));
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  expect(within(dialog).getByText('pay now').tagName).toBe('BDI');
  for (const char of ['\u202E', '\u2067', '\u0007']) {
    expect(document.body.textContent).not.toContain(char);
  }
});

test('up to date comes first, then up to when that is proved, and why', async () => {
  server.use(
    mailboxIs({
      lastSyncedAt: new Date(Date.now() - 4000).toISOString(),
      nextSyncAt: new Date(Date.now() + 9000).toISOString(),
    }),
  );
  const { person } = renderApp(path);
  expect(await screen.findByText(/^Up to date/)).toHaveTextContent(
    /^Up to date, checked \d s ago · next check in \d+ s$/,
  );
  expect(screen.getByText(/^All mail up to/)).toHaveTextContent(/^All mail up to \S.* verified/);
  await person.click(screen.getByRole('button', { name: 'What does that mean?' }));
  expect(await screen.findByText(/proved that no message of your senders is missing/)).toBeVisible();
});

test.each([
  [
    'Google slows it down',
    { throttledUntil: soon(60_000) },
    'Slowed by Google',
    /^Google is limiting requests, checks/,
  ],
  ['its check is overdue', { nextSyncAt: soon(-60_000) }, 'Check overdue', /hasn't ended yet/],
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
    http.post(`/api/mailboxes/${MAILBOX_ID}/sync`, () => {
      asked.push('sync');
      return HttpResponse.json(aMailbox({ status: 'BLOCKED' }), { status: 202 });
    }),
  );
  const { person } = renderApp(path);
  const banner = await screen.findByRole('alert');
  expect(banner).toHaveTextContent('Your administrator blocks Gmail access');
  await person.click(within(banner).getByRole('button', { name: 'Check again' }));
  await waitFor(() => expect(asked).toEqual(['sync']));
});

test('stored access that is damaged is mended by reconnecting', async () => {
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

test('deleting the account ends with a word', async () => {
  const leaveFor = vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  server.use(http.delete('/api/account', () => new HttpResponse(null, { status: 204 })));
  const { person } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'Account ada@corp.example' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Delete account…' }));
  await person.click(await screen.findByRole('checkbox'));
  await person.click(screen.getByRole('button', { name: 'Delete account' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/goodbye'));
});

test('a session that ended elsewhere leads to the start', async () => {
  server.use(
    signedOut(),
    http.get('/api/session', () => HttpResponse.json({ user, demo: false }), { once: true }),
    http.get(`/api/mailboxes/${MAILBOX_ID}`, () => refuse(401, 'not-signed-in')),
  );
  renderApp(path);
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible();
});
