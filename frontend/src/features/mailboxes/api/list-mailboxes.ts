import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const mailboxesQuery = queryOptions({
  queryKey: keys.mailboxes,
  queryFn: () => dataOf(api.GET('/api/mailboxes')),
  refetchInterval: (query) =>
    query.state.data?.some((mailbox) => mailbox.status === 'IMPORTING') ? 3000 : 15_000,
});
