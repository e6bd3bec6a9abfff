import { api, dataOf } from '@/lib/api/client';

/** Lists again, everything or what was received since an instant. */
export const resyncMailbox = (id: string, since?: string) =>
  dataOf(api.POST('/api/mailboxes/{id}/resync', { params: { path: { id } }, body: since ? { since } : {} }));
