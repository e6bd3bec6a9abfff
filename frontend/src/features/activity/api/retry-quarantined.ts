import { api, dataOf } from '@/lib/api/client';

export const retryQuarantined = (id: string, messageId: string) =>
  dataOf(
    api.POST('/api/mailboxes/{id}/quarantine/{messageId}/retry', { params: { path: { id, messageId } } }),
  );
