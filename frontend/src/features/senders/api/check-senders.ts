import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';

/** How the server reads each piece: as the sender that would be kept, or why it is none. */
export const checkQuery = (id: string, pieces: string[]) =>
  queryOptions({
    queryKey: ['sender-check', id, ...pieces],
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
