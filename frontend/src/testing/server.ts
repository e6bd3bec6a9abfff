import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import type { Mailbox, ProblemDocument } from '@/lib/api/types';
import {
  aMailbox,
  aMessage,
  aNotification,
  aQuarantinedMessage,
  aSyncLogEntry,
  MAILBOX_ID,
  RECEIPT_ID,
  user,
} from './fixtures';

const mailboxUrl = '/api/mailboxes/:id';

/** A signed-in person with one mailbox that is live. Tests change what they are about with `server.use`. */
export const server = setupServer(
  http.get('/api/session', () => HttpResponse.json({ user, demo: false })),
  http.get('/api/mailboxes', () => HttpResponse.json([aMailbox()])),
  http.get(mailboxUrl, () => HttpResponse.json(aMailbox())),
  http.get(`${mailboxUrl}/senders`, () => sendersAre(aMailbox().senders)),
  http.post(`${mailboxUrl}/senders/check`, async ({ request }) => {
    const { senders } = (await request.json()) as { senders: string[] };
    return HttpResponse.json({ senders: senders.map(readingOf) });
  }),
  http.get(`${mailboxUrl}/messages/:messageId`, () => refuse(404, 'not-found')),
  http.get(`${mailboxUrl}/messages`, () =>
    HttpResponse.json({
      items: [aMessage('m-1'), aMessage('m-2', { fromAnomaly: true, labels: ['TRASH'] })],
    }),
  ),
  http.get(`${mailboxUrl}/runs`, () =>
    HttpResponse.json([aSyncLogEntry(), aSyncLogEntry({ id: 'run-2', kind: 'IMPORT', checks: 1 })]),
  ),
  http.get(`${mailboxUrl}/quarantine`, () => HttpResponse.json([aQuarantinedMessage()])),
  http.get('/api/notifications', () => HttpResponse.json([aNotification()])),
  http.get(`/api/receipts/${RECEIPT_ID}`, () =>
    HttpResponse.json({ id: RECEIPT_ID, requestedAt: new Date().toISOString() }),
  ),
);

/** Enough of how the server reads a sender: the address in brackets, and it wants an at sign and a dot. */
function readingOf(typed: string) {
  const sender = (/<([^<>]*)>$/.exec(typed)?.[1] ?? typed).trim().toLowerCase();
  return /^[^\s@]*@[^\s@]+\.[^\s@]+$/.test(sender)
    ? { typed, sender }
    : { typed, problem: 'Write an address such as boss@corp.example' };
}

/** The list of senders as the server has it, under a tag. */
export const sendersAre = (senders: string[], etag = '"senders-1"', former: string[] = []) =>
  HttpResponse.json(
    {
      senders: senders.map((sender) => ({ sender, messages: 12, lastReceivedAt: new Date().toISOString() })),
      former: former.map((sender) => ({ sender, messages: 3 })),
    },
    { headers: { etag } },
  );

export const signedOut = () => http.get('/api/session', () => HttpResponse.json({ demo: true }));

export const mailboxIs = (over: Partial<Mailbox>) =>
  http.get(`/api/mailboxes/${MAILBOX_ID}`, () => HttpResponse.json(aMailbox(over)));

/** An answer that says no, as the server words it. */
export function refuse(status: number, slug: string, more: Partial<ProblemDocument> = {}) {
  const problem = {
    type: `urn:mailkeep:problem:${slug}`,
    title: 'Refused',
    status,
    detail: 'This is why.',
    ...more,
  };
  return HttpResponse.json(problem, { status, headers: { 'content-type': 'application/problem+json' } });
}
