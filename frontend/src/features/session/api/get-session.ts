import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: () => dataOf(api.GET('/api/session')),
  staleTime: 60_000,
});
