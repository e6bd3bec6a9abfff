import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Plan } from '@/lib/api/types';
import { axeViolations } from './axe';
import { aMailbox, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { mailboxIs, refuse, sendersAre, server } from './server';

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

test('a mailbox without senders first asks whose mail should be kept', async () => {
  server.use(mailboxIs({ senders: [], messages: 0 }));
  renderApp(path);
  expect(await screen.findByRole('heading', { name: 'Whose mail should be kept?' })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save and import' })).toBeDisabled();
});

test('the plan is shown before anything is saved, and then the whole list is put', async () => {
  server.use(
    mailboxIs({ senders: ['old@corp.example'] }),
    http.get(`/api/mailboxes/${MAILBOX_ID}/senders`, () => sendersAre(['old@corp.example'])),
  );
  const asked = planAnswers(aPlan());
  const put = acceptSenders();
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(
    await screen.findByRole('textbox', { name: 'Senders' }),
    'boss@corp.example, @list.example,',
  );
  expect(await screen.findByText('About 312 messages to save')).toBeVisible();
  expect(screen.getByText(/About 2 minutes, 6,245 of Google's quota units/)).toBeVisible();
  const senders = ['old@corp.example', 'boss@corp.example', '@list.example'];
  expect(asked).toEqual([{ senders }]);
  expect(put).toEqual([]);
  await person.click(screen.getByRole('button', { name: 'Save and import' }));
  await waitFor(() => expect(put).toEqual([{ senders }]));
});

test('a plan that stopped counting says at least', async () => {
  planAnswers(aPlan({ exact: false, messages: 10_000 }));
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'new@corp.example,');
  expect(await screen.findByText('At least 10,000 messages to save')).toBeVisible();
});

test("each wrong entry is named with the server's reason and nothing can be started", async () => {
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'boss@corp, new@corp.example,');
  expect(await screen.findByText(/Write an address such as/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save and import' })).toBeDisabled();
});

test('nothing that is pasted vanishes: each piece is understood or has a problem beside it', async () => {
  planAnswers(aPlan());
  const put = acceptSenders();
  const { person } = renderApp(`${path}?tab=senders`);
  await person.click(await screen.findByRole('textbox', { name: 'Senders' }));
  await person.paste(
    'Mum <mum@family.example>, gmail.com; "Hopper, Grace" <grace@corp.example>\nMum mum@x.example',
  );
  const problems = await screen.findAllByText(/Write an address such as/);
  expect(problems.map((each) => each.textContent)).toEqual([
    'gmail.com: Write an address such as boss@corp.example',
    'Mum mum@x.example: Write an address such as boss@corp.example',
  ]);
  expect(screen.getByText('mum@family.example')).toBeVisible();
  expect(screen.getByText('grace@corp.example')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save and import' })).toBeDisabled();

  await person.click(screen.getByRole('button', { name: 'Take out gmail.com' }));
  await person.click(screen.getByRole('button', { name: 'Take out Mum mum@x.example' }));
  await person.click(await screen.findByRole('button', { name: 'Save and import' }));
  const whole = ['boss@corp.example', '@list.example', 'mum@family.example', 'grace@corp.example'];
  await waitFor(() => expect(put).toEqual([{ senders: whole }]));
});

test('text in the field stays when more is pasted', async () => {
  planAnswers(aPlan());
  const put = acceptSenders();
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'typed@corp.example');
  await person.paste('pasted@corp.example; another@corp.example');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Save and import' })).toBeEnabled());
  await person.click(screen.getByRole('button', { name: 'Save and import' }));
  const added = ['typed@corp.example', 'pasted@corp.example', 'another@corp.example'];
  await waitFor(() => expect(put).toEqual([{ senders: ['boss@corp.example', '@list.example', ...added] }]));
});

/** A server on which another tab adds a sender between reading and putting. */
function anotherTabIsFaster() {
  const put: unknown[] = [];
  let list = ['boss@corp.example', '@list.example'];
  let version = 1;
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/senders`, () => sendersAre(list, `"senders-${version}"`)),
    http.put(`/api/mailboxes/${MAILBOX_ID}/senders`, async ({ request }) => {
      const body = (await request.json()) as { senders: string[] };
      put.push({ ...body, ifMatch: request.headers.get('If-Match') });
      if (version === 1) {
        list = ['boss@corp.example', 'friend@corp.example'];
        version = 2;
      }
      if (request.headers.get('If-Match') !== `"senders-${version}"`) return refuse(412, 'changed-meanwhile');
      list = body.senders;
      return HttpResponse.json(aMailbox({ senders: list }));
    }),
  );
  return put;
}

test('the later of two tabs shows the change of the first and applies both', async () => {
  planAnswers(aPlan());
  const put = anotherTabIsFaster();
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'new@corp.example,');
  await screen.findByText('About 312 messages to save');
  await person.click(screen.getByRole('button', { name: 'Save and import' }));

  const dialog = await screen.findByRole('dialog', { name: 'The senders changed in the meantime' });
  const there = within(dialog).getByRole('region', { name: 'Changed elsewhere' });
  expect(there).toHaveTextContent('friend@corp.example added');
  expect(there).toHaveTextContent('@list.example removed');
  expect(within(dialog).getByRole('region', { name: 'Your change' })).toHaveTextContent(
    'new@corp.example added',
  );
  expect(await axeViolations()).toEqual([]);
  await person.click(within(dialog).getByRole('button', { name: 'Apply both' }));

  await waitFor(() =>
    expect(put).toEqual([
      { senders: ['boss@corp.example', '@list.example', 'new@corp.example'], ifMatch: '"senders-1"' },
      { senders: ['boss@corp.example', 'friend@corp.example', 'new@corp.example'], ifMatch: '"senders-2"' },
    ]),
  );
});

test('a change that the server refuses again and again is tried only once', async () => {
  let tried = 0;
  server.use(
    http.put(`/api/mailboxes/${MAILBOX_ID}/senders`, () => {
      tried += 1;
      return refuse(412, 'changed-meanwhile', { title: 'Changed meanwhile' });
    }),
  );
  const { person } = renderApp(`${path}?tab=senders`);
  await person.click(await screen.findByRole('button', { name: 'Remove boss@corp.example' }));
  await person.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Remove' }));
  expect(await screen.findByText('Changed meanwhile')).toBeVisible();
  expect(tried).toBe(1);
});

test('a removal that meets another change deletes only its own mail', async () => {
  const put = anotherTabIsFaster();
  const { person } = renderApp(`${path}?tab=senders`);
  await screen.findAllByText(/12 messages/);
  await person.click(await screen.findByRole('button', { name: 'Remove boss@corp.example' }));
  const removing = await screen.findByRole('dialog');
  await person.click(within(removing).getByRole('radio', { name: 'Delete it here' }));
  await person.click(within(removing).getByRole('button', { name: 'Remove and delete' }));
  await person.click(await screen.findByRole('button', { name: 'Apply both' }));
  await waitFor(() => expect(put).toHaveLength(2));
  expect(put[1]).toEqual({
    senders: ['friend@corp.example'],
    removed: 'purge',
    ifMatch: '"senders-2"',
  });
});

test('a plan that fails does not stop the person', async () => {
  server.use(http.post(`/api/mailboxes/${MAILBOX_ID}/plan`, () => refuse(409, 'conflict')));
  const { person } = renderApp(`${path}?tab=senders`);
  await person.type(await screen.findByRole('textbox', { name: 'Senders' }), 'new@corp.example,');
  expect(await screen.findByText(/You can still start/)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Save and import' })).toBeEnabled();
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
