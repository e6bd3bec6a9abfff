import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** One mailbox. It is asked for even while hints arrive: a hint may get lost, the page must stay true. */
export const mailboxQuery = (id: string) =>
  queryOptions({
    queryKey: keys.mailboxState(id),
    queryFn: () => dataOf(api.GET('/api/mailboxes/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.status === 'IMPORTING' ? 3000 : 15_000),
  });
