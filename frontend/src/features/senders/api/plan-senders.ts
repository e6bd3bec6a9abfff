import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';

/** The cost of this whole list. The server searches Gmail for it, so the page keeps the answer for a while. */
export const planQuery = (id: string, senders: string[]) =>
  queryOptions({
    queryKey: ['plan', id, ...senders],
    queryFn: () =>
      dataOf(api.POST('/api/mailboxes/{id}/plan', { params: { path: { id } }, body: { senders } })),
    staleTime: 10 * 60_000,
    retry: false,
    refetchOnWindowFocus: false,
  });
