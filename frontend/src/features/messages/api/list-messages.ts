import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { MessagePage } from '@/lib/api/types';

export type MessageFilters = { q?: string; sender?: string };

const PAGE = 50;

export const fetchMessages = (id: string, filters: MessageFilters, cursor?: string): Promise<MessagePage> =>
  dataOf(
    api.GET('/api/mailboxes/{id}/messages', {
      params: { path: { id }, query: { ...filters, limit: PAGE, ...(cursor ? { cursor } : {}) } },
    }),
  );

/** The pages that were scrolled through, newest first. */
export const messagePagesQuery = (id: string, filters: MessageFilters) =>
  infiniteQueryOptions({
    queryKey: [...keys.messagePages(id), filters],
    queryFn: ({ pageParam }) => fetchMessages(id, filters, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 30_000,
  });
