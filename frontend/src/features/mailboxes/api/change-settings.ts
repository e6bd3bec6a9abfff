import { queryOptions } from '@tanstack/react-query';
import { api, dataOf, ifMatch, taggedOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';

/** The mailbox with the tag of its settings. */
export const settingsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.settings(id),
    queryFn: () => taggedOf(api.GET('/api/mailboxes/{id}', { params: { path: { id } } })),
  });

/** `etag` is that of the settings that the person saw; the server refuses where others changed them since. */
export const changeSyncInterval = (id: string, syncInterval: string, etag: string | undefined) =>
  dataOf(
    api.PATCH('/api/mailboxes/{id}', {
      params: { path: { id }, header: ifMatch(etag) },
      body: { syncInterval },
    }),
  );
