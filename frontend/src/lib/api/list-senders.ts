import { queryOptions } from '@tanstack/react-query';
import { api, taggedOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/**
 * The senders with their figures, and the list's tag. The server counts all mail for it, so the page reads it when the list
 * changes (`watched`, from the mailbox) and once a minute, but not for every message.
 */
export const sendersQuery = (id: string, watched: string[]) =>
  queryOptions({
    queryKey: [...keys.senders(id), watched.join('\n')],
    queryFn: () => taggedOf(api.GET('/api/mailboxes/{id}/senders', { params: { path: { id } } })),
    staleTime: 30_000,
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
