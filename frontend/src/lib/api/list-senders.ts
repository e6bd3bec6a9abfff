import { queryOptions } from '@tanstack/react-query';
import { api, taggedOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/**
 * The senders with what is stored of each, and the list's tag. It counts all mail, so it is asked for when the list is another
 * one (`watched`, as the mailbox has it) and now and then, but not for every message.
 */
export const sendersQuery = (id: string, watched: string[]) =>
  queryOptions({
    queryKey: [...keys.senders(id), watched.join('\n')],
    queryFn: () => taggedOf(api.GET('/api/mailboxes/{id}/senders', { params: { path: { id } } })),
    staleTime: 30_000,
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
