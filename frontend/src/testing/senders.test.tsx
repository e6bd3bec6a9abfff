import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Plan } from '@/lib/api/types';
import { aMailbox, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, refuse, server } from './server';

const path = `/mailboxes/${MAILBOX_ID}`;
const aPlan = (over: Partial<Plan> = {}): Plan => ({
  messages: 312,
  units: 6245,
  minutes: 2,
  exact: true,
  ...over,
});

function planAnswers(plan: Plan) {
  const asked: unknown[] = [];
  server.use(
    http.post(`/api/mailboxes/${MAILBOX_ID}/plan`, async ({ request }) => {
      asked.push(await request.json());
      return HttpResponse.json(plan);
    }),
  );
  return asked;
}

function acceptSenders() {
  const put: unknown[] = [];
  server.use(
    http.put(`/api/mailboxes/${MAILBOX_ID}/senders`, async ({ request }) => {
      put.push(await request.json());
      return HttpResponse.json(aMailbox());
    }),
  );
  return put;
}

test('a mailbox without senders asks first whose mail should be kept', async () => {
  server.use(mailboxIs({ senders: [], messages: 0 }));
  renderApp(path);
  expect(await screen.findByRole('heading', { name: 'Whose mail should be kept?' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Start keeping' })).toBeDisabled();
});

test('the plan is shown before anything is kept, and then the whole list is put', async () => {
  server.use(mailboxIs({ senders: ['old@corp.example'] }));
  const asked = planAnswers(aPlan());
  const put = acceptSenders();
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(
    await screen.findByRole('textbox', { name: 'Senders' }),
    'boss@corp.example, @list.example,',
  );
  expect(await screen.findByText('About 312 messages to store')).toBeVisible();
  expect(screen.getByText(/About 2 minutes, 6,245 of Google's quota units/)).toBeVisible();
  const senders = ['old@corp.example', 'boss@corp.example', '@list.example'];
  expect(asked).toEqual([{ senders }]);
  expect(put).toEqual([]);
  await person.click(screen.getByRole('button', { name: 'Start keeping' }));
  await waitFor(() => expect(put).toEqual([{ senders }]));
});

test('a plan that stopped counting says at least', async () => {
  planAnswers(aPlan({ exact: false, messages: 10_000 }));
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'new@corp.example,');
  expect(await screen.findByText('At least 10,000 messages to store')).toBeVisible();
});

test('each wrong entry is named with its reason and nothing can be started', async () => {
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'boss@corp, *@list.example,');
  expect(await screen.findByText(/needs a dot/)).toBeVisible();
  expect(screen.getByText(/There are no wildcards/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Start keeping' })).toBeDisabled();
});

test('a plan that cannot be made does not stand in the way', async () => {
  server.use(http.post(`/api/mailboxes/${MAILBOX_ID}/plan`, () => refuse(409, 'conflict')));
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'new@corp.example,');
  expect(await screen.findByText(/You can start all the same/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Start keeping' })).toBeEnabled();
});

test.each([
  ['Keep it', 'Remove', 'keep'],
  ['Delete it here', 'Remove and delete', 'purge'],
])('removing a sender with "%s" says so to the server', async (choice, confirm, removed) => {
  const put = acceptSenders();
  const { person } = renderApp(`${path}?tab=senders`);
  await person.click(await screen.findByRole('button', { name: 'Remove @list.example' }));
  const dialog = await screen.findByRole('dialog');
  await person.click(within(dialog).getByRole('radio', { name: choice }));
  await person.click(within(dialog).getByRole('button', { name: confirm }));
  await waitFor(() => expect(put).toEqual([{ senders: ['boss@corp.example'], removed }]));
});
