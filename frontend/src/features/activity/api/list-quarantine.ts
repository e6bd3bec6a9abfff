import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const quarantineQuery = (id: string) =>
  queryOptions({
    queryKey: keys.quarantine(id),
    queryFn: () => dataOf(api.GET('/api/mailboxes/{id}/quarantine', { params: { path: { id } } })),
  });
