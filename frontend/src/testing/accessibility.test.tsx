import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { axeViolations } from './axe';
import { MAILBOX_ID, RECEIPT_ID } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, server, signedOut } from './server';

const mailbox = `/mailboxes/${MAILBOX_ID}`;

describe.each(['light', 'dark'])('in %s', (scheme) => {
  beforeEach(() => window.localStorage.setItem('mailkeep-color-scheme', scheme));

  test.each([
    ['messages', mailbox],
    ['senders', `${mailbox}?tab=senders`],
    ['activity', `${mailbox}?tab=activity`],
    ['settings', `${mailbox}?tab=settings`],
    ['an open message', `${mailbox}?tab=messages&message=m-2`],
    ['the list of mailboxes', '/?all=true'],
    ['a receipt', `/receipts/${RECEIPT_ID}`],
    ['an unknown address', '/nowhere'],
    ['a message that is not here', `${mailbox}?tab=messages&message=gone`],
  ])('%s has no violation and one heading of level 1', async (_, path) => {
    renderApp(path);
    await screen.findByRole('heading', { level: 1, hidden: true });
    await screen.findByRole('button', { name: /^Notifications/, hidden: true });
    if (path.includes('message=')) await screen.findByRole('dialog');
    else if (path === mailbox) await screen.findByRole('list', { name: 'Messages' });
    expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', scheme);
    expect(screen.getAllByRole('heading', { level: 1, hidden: true })).toHaveLength(1);
    expect(await axeViolations()).toEqual([]);
  });

  test('the page after deleting the account has no violation', async () => {
    server.use(signedOut());
    renderApp('/goodbye');
    expect(await screen.findByRole('heading', { name: 'Your account is deleted' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  test('the home page has no violation', async () => {
    server.use(signedOut());
    renderApp('/');
    await screen.findByRole('button', { name: 'Connect Gmail' });
    expect(screen.getByRole('complementary', { name: 'Demo' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  test.each([
    ['Appearance', mailbox, 'menuitemradio'],
    [/^Account/, mailbox, 'menuitem'],
    ['More actions', mailbox, 'menuitem'],
    ['Export', mailbox, 'menuitem'],
  ] as const)('the open menu %s has no violation', async (name, address, role) => {
    const { person } = renderApp(address);
    await screen.findByRole('list', { name: 'Messages' });
    await person.click(screen.getByRole('button', { name }));
    expect((await screen.findAllByRole(role)).length).toBeGreaterThan(1);
    expect(await axeViolations()).toEqual([]);
  });

  test('the open notifications and the explanation of what is verified have no violation', async () => {
    const { person } = renderApp(mailbox);
    await person.click(await screen.findByRole('button', { name: /^Notifications/ }));
    await screen.findByRole('dialog', { name: /^Notifications/ });
    expect(await axeViolations()).toEqual([]);
    await person.keyboard('{Escape}');
    await person.click(screen.getByRole('button', { name: 'What does that mean?' }));
    await screen.findByRole('dialog', { name: 'What does that mean?' });
    expect(await axeViolations()).toEqual([]);
  });

  test('an import with a banner has no violation', async () => {
    server.use(
      mailboxIs({
        status: 'IMPORTING',
        throttledUntil: new Date(Date.now() + 60_000).toISOString(),
        import: { found: 10, stored: 3, finding: true },
      }),
    );
    renderApp(mailbox);
    await screen.findByRole('progressbar');
    expect(await axeViolations()).toEqual([]);
  });
});
