import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';

/** How the server reads each piece: as a sender, or with the problem that it has. */
export const readingsQuery = (id: string, pieces: string[]) =>
  queryOptions({
    queryKey: ['sender-readings', id, ...pieces],
    queryFn: () =>
      dataOf(
        api.POST('/api/mailboxes/{id}/senders/check', {
          params: { path: { id } },
          body: { senders: pieces },
        }),
      ),
    enabled: pieces.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    refetchInterval: (query) => (query.state.status === 'error' ? 5000 : false),
    refetchOnWindowFocus: false,
  });
