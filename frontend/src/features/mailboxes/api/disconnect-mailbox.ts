import { api, dataOf } from '@/lib/api/client';

export const disconnectMailbox = (id: string) =>
  dataOf(api.DELETE('/api/mailboxes/{id}', { params: { path: { id } } }));
