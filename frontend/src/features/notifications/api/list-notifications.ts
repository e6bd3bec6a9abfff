import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

export const notificationsQuery = queryOptions({
  queryKey: keys.notifications,
  queryFn: () => dataOf(api.GET('/api/notifications')),
});
