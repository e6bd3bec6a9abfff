import { api, dataOf, ifMatch } from '@/lib/api/client';

export type RemovedMail = 'keep' | 'purge';

/** Puts the whole list. `etag` belongs to the list that the change was made from. The server refuses if that list changed. */
export const changeSenders = (
  id: string,
  senders: string[],
  etag: string | undefined,
  removed: RemovedMail | undefined,
) =>
  dataOf(
    api.PUT('/api/mailboxes/{id}/senders', {
      params: { path: { id }, header: ifMatch(etag) },
      body: removed ? { senders, removed } : { senders },
    }),
  );
