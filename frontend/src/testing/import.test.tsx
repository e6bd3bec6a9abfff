import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, server } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;

test('a running import shows how much of the whole is stored', async () => {
  server.use(mailboxIs({ status: 'IMPORTING', import: { found: 1300, stored: 412, finding: false } }));
  renderApp(path);
  const bar = await screen.findByRole('progressbar', { name: 'Import progress' });
  expect(bar).toHaveAttribute('aria-valuenow', '31');
  expect(screen.getByText('412 of 1,300 saved')).toBeVisible();
  expect(screen.getByText('You can close this page. The import continues.')).toBeVisible();
  expect(screen.queryByText(/left$/)).not.toBeInTheDocument();
});

test('no share is shown while Mailkeep searches Gmail', async () => {
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
  expect(screen.getByText('14 of 14 saved')).toBeVisible();
});
