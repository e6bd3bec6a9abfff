import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import type { Mailbox, ProblemDocument } from '@/lib/api/types';
import {
  aMailbox,
  aMessage,
  aNotification,
  aQuarantinedMessage,
  aRun,
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
  http.get(`${mailboxUrl}/messages`, () =>
    HttpResponse.json({
      items: [aMessage('m-1'), aMessage('m-2', { fromAnomaly: true, labels: ['TRASH'] })],
    }),
  ),
  http.get(`${mailboxUrl}/runs`, () =>
    HttpResponse.json([aRun(), aRun({ id: 'run-2', kind: 'IMPORT', looks: 1 })]),
  ),
  http.get(`${mailboxUrl}/quarantine`, () => HttpResponse.json([aQuarantinedMessage()])),
  http.get('/api/notifications', () => HttpResponse.json([aNotification()])),
  http.get(`/api/receipts/${RECEIPT_ID}`, () =>
    HttpResponse.json({ id: RECEIPT_ID, requestedAt: new Date().toISOString() }),
  ),
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
