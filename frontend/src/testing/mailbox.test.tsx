import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test, vi } from 'vitest';
import { browser } from '@/lib/api/leave-for-google';
import { aMailbox, aMessage, MAILBOX_ID, RECEIPT_ID, user } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, refuse, server, signedOut } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;

test('a running import shows how much of the whole is stored', async () => {
  server.use(mailboxIs({ status: 'IMPORTING', import: { found: 1300, stored: 412, finding: false } }));
  renderApp(path);
  const bar = await screen.findByRole('progressbar', { name: 'Import progress' });
  expect(bar).toHaveAttribute('aria-valuenow', '31');
  expect(screen.getByText('412 of 1,300 stored')).toBeVisible();
  expect(screen.getByText('You can close this page; it goes on.')).toBeVisible();
  expect(screen.queryByText(/left$/)).not.toBeInTheDocument();
});

test('while Gmail is searched no share is claimed', async () => {
  server.use(mailboxIs({ status: 'IMPORTING', import: { found: 1300, stored: 412, finding: true } }));
  renderApp(path);
  expect(await screen.findByText(/still searching — 1,300 found so far/)).toBeVisible();
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
      throttledUntil: new Date(Date.now() + 60_000).toISOString(),
    }),
  );
  renderApp(path);
  const banner = await screen.findByRole('alert');
  expect(banner).toHaveTextContent('Access was taken away at Google.');
  expect(within(banner).getByRole('button', { name: 'Reconnect' })).toBeVisible();
  expect(screen.queryByText('Google asked us to slow down')).not.toBeInTheDocument();
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

test('a session that ended elsewhere leads to the start', async () => {
  server.use(
    signedOut(),
    http.get('/api/session', () => HttpResponse.json({ user, demo: false }), { once: true }),
    http.get(`/api/mailboxes/${MAILBOX_ID}`, () => refuse(401, 'not-signed-in')),
  );
  renderApp(path);
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible();
});
