import { api, dataOf } from '@/lib/api/client';

export const changeSyncInterval = (id: string, syncInterval: string) =>
  dataOf(api.PATCH('/api/mailboxes/{id}', { params: { path: { id } }, body: { syncInterval } }));
