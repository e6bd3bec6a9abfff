import { api, dataOf } from '@/lib/api/client';

export type RemovedMail = 'keep' | 'purge';

export const changeSenders = (id: string, senders: string[], removed?: RemovedMail) =>
  dataOf(
    api.PUT('/api/mailboxes/{id}/senders', {
      params: { path: { id } },
      body: removed ? { senders, removed } : { senders },
    }),
  );
