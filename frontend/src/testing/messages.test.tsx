import { act, screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { aMessage, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { sendersAre, server } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;

test('text from senders stays text', async () => {
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
  expect(document.querySelector('img')).toBeNull();
});

test('a message warns unless Gmail verified its sender', async () => {
  const authentication = 'mx.google.com; dkim=pass; dmarc=pass header.from=corp.example';
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, () =>
      HttpResponse.json({ items: [aMessage('m-1', { authentication }), aMessage('m-2')] }),
    ),
  );
  const { person } = renderApp(path);
  await person.click(await screen.findByText('Subject of m-2'));
  const unverified = await screen.findByRole('dialog', { name: 'Message' });
  expect(within(unverified).getByText('Sender not verified by Gmail')).toBeVisible();
  await person.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Message' })).toBeNull());
  await person.click(screen.getByText('Subject of m-1'));
  const verified = await screen.findByRole('dialog', { name: 'Message' });
  expect(within(verified).getByText(authentication)).toBeVisible();
  expect(screen.queryByText('Sender not verified by Gmail')).toBeNull();
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

test('a sender that only the address names stays in the filter', async () => {
  renderApp(`${path}?tab=messages&sender=purged@corp.example`);
  const filter = await screen.findByRole('combobox', { name: 'Sender' });
  expect(filter).toHaveDisplayValue('purged@corp.example');
});

test("text from senders is isolated and can't reverse other text, in the list and in the message", async () => {
  const turning = (text: string) => `\u202E${text}\u2067\u0007`;
  const headers = ['from', 'to', 'cc', 'sentDate', 'authentication'] as const;
  const written = Object.fromEntries(headers.map((header) => [header, turning(`the ${header}`)]));
  const item = aMessage('m-1', {
    ...written,
    senderName: turning('the name'),
    subject: turning('the subject'),
    snippet: turning('the preview'),
  });
  server.use(http.get(`/api/mailboxes/${MAILBOX_ID}/messages`, () => HttpResponse.json({ items: [item] })));
  const { person } = renderApp(path);
  for (const text of ['the name', 'the subject', 'the preview']) {
    expect((await screen.findByText(text)).tagName).toBe('BDI');
  }
  await person.click(screen.getByText('the subject'));
  const dialog = await screen.findByRole('dialog', { name: 'Message' });
  for (const text of ['the subject', 'the preview', ...headers.map((header) => `the ${header}`)]) {
    expect(within(dialog).getByText(text).tagName).toBe('BDI');
  }
  for (const char of ['\u202E', '\u2067', '\u0007']) {
    expect(document.body.textContent).not.toContain(char);
  }
});
