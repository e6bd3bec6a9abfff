import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test, vi } from 'vitest';
import { browser } from '@/lib/api/go-to-google';
import { MAILBOX_ID, RECEIPT_ID, user } from './fixtures';
import { renderApp } from './render-app';
import { refuse, server, signedOut } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;

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

test('a receipt says where to remove the access by hand, and stops waiting when only that step is left', async () => {
  const receipt = { id: RECEIPT_ID, requestedAt: '2026-11-01T08:00:00Z' };
  server.use(
    http.get(`/api/receipts/${RECEIPT_ID}`, () =>
      HttpResponse.json({ ...receipt, byHand: 'WHILE_RETRYING' }, { status: 200 }),
    ),
  );
  const waiting = renderApp(`/receipts/${RECEIPT_ID}`);
  expect(await screen.findByText(/keeps trying for seven days/)).toBeVisible();
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
  expect(screen.getByText('One step is left for you. The others are done.')).toBeVisible();
  expect(screen.queryByRole('img', { name: 'In progress' })).toBeNull();
});

test('signing out loads the page again', async () => {
  const leaveFor = vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  server.use(http.post('/auth/logout', () => new HttpResponse(null, { status: 204 })));
  const { person } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'Account ada@corp.example' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Sign out' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/'));
});

test('deleting the account ends with a confirmation', async () => {
  const leaveFor = vi.spyOn(browser, 'leaveFor').mockImplementation(() => {});
  server.use(http.delete('/api/account', () => new HttpResponse(null, { status: 204 })));
  const { person } = renderApp(path);
  await person.click(await screen.findByRole('button', { name: 'Account ada@corp.example' }));
  await person.click(await screen.findByRole('menuitem', { name: 'Delete account…' }));
  await person.click(await screen.findByRole('checkbox'));
  await person.click(screen.getByRole('button', { name: 'Delete account' }));
  await waitFor(() => expect(leaveFor).toHaveBeenCalledWith('/goodbye'));
});

test('a person who is still signed in does not read that the account is deleted', async () => {
  const { router } = renderApp('/goodbye');
  await waitFor(() => expect(router.state.location.pathname).toBe(path));
  expect(screen.queryByText('Your account is deleted')).toBeNull();
});

test('a session that ended elsewhere leads to the home page', async () => {
  server.use(
    signedOut(),
    http.get('/api/session', () => HttpResponse.json({ user, demo: false }), { once: true }),
    http.get(`/api/mailboxes/${MAILBOX_ID}`, () => refuse(401, 'not-signed-in')),
  );
  renderApp(path);
  expect(await screen.findByRole('button', { name: 'Sign in' })).toBeVisible();
});
