import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const syncLogQuery = (id: string) =>
  queryOptions({
    queryKey: keys.syncLog(id),
    queryFn: () => dataOf(api.GET('/api/mailboxes/{id}/runs', { params: { path: { id } } })),
  });
