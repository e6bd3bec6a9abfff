import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const messageQuery = (id: string, messageId: string) =>
  queryOptions({
    queryKey: keys.message(id, messageId),
    queryFn: () =>
      dataOf(api.GET('/api/mailboxes/{id}/messages/{messageId}', { params: { path: { id, messageId } } })),
  });
