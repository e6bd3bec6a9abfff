import { api, dataOf, ifMatch } from '@/lib/api/client';

export type RemovedMail = 'keep' | 'purge';

/** Puts the whole list. `etag` is that of the list that it was made from; the server refuses where that is no longer so. */
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
