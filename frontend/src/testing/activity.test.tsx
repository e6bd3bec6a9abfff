import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { aQuarantinedMessage, MAILBOX_ID } from './fixtures';
import { renderApp } from './render-app';
import { server } from './server';

const path = `/mailboxes/${MAILBOX_ID}?tab=activity`;

test('checks that found nothing share a line of the sync log, an import has its own', async () => {
  renderApp(path);
  const log = await screen.findByRole('region', { name: 'Sync log' });
  const [, checks, listing] = await within(log).findAllByRole('row');
  expect(checks).toHaveTextContent(/^23 checks\s*nothing new.*spread over 1 h 58 min$/);
  expect(listing).toHaveTextContent(/^Import\s*nothing new.*1 h 58 min$/);
});

test('a message in quarantine names its reason and can be tried again', async () => {
  const retried: string[] = [];
  server.use(
    http.get(`/api/mailboxes/${MAILBOX_ID}/quarantine`, () =>
      HttpResponse.json(retried.length === 0 ? [aQuarantinedMessage()] : []),
    ),
    http.post(`/api/mailboxes/${MAILBOX_ID}/quarantine/:messageId/retry`, ({ params }) => {
      retried.push(String(params.messageId));
      return new HttpResponse(null, { status: 202 });
    }),
  );
  const { person } = renderApp(path);
  const quarantine = await screen.findByRole('region', { name: 'Quarantine: 1 message' });
  expect(within(quarantine).getByText('The Date header cannot be read.')).toBeVisible();
  await person.click(within(quarantine).getByRole('button', { name: 'Try again: message bad-1' }));
  await waitFor(() => expect(retried).toEqual(['bad-1']));
  await waitFor(() => expect(screen.queryByRole('region', { name: /^Quarantine/ })).toBeNull());
});
