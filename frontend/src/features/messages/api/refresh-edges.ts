import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { keys } from '@/lib/api/keys';
import { mergePages, type Pages } from '../merge-pages';
import { fetchMessages, type MessageFilters, messagePagesQuery } from './list-messages';

/**
 * Reads both ends of the list: new mail arrives at the top, and an import continues at the bottom. Live hints invalidate
 * this query, and it writes what it reads into the pages.
 */
export const edgesQuery = (client: QueryClient, id: string, filters: MessageFilters) =>
  queryOptions({
    queryKey: [...keys.messages(id), filters],
    queryFn: async () => {
      const { queryKey } = messagePagesQuery(id, filters);
      const head = await fetchMessages(id, filters);
      const before = client.getQueryData<Pages>(queryKey);
      const ended = before && before.pages.length > 1 && !before.pages.at(-1)?.nextCursor;
      const tail = ended ? await fetchMessages(id, filters, before.pageParams.at(-1)) : undefined;
      const pages = client.getQueryData<Pages>(queryKey);
      const merged = pages && mergePages(pages, head, tail);
      if (merged) client.setQueryData<Pages>(queryKey, merged);
      else void client.invalidateQueries({ queryKey });
      return Date.now();
    },
  });
