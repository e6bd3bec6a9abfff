import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import type { CallbackRequest } from '@/lib/api/types';

/**
 * Posts Google's answer. A code works only once, so the query never runs twice for one `state`: not on StrictMode's second
 * mount, not after a failure, and not when the window gets the focus back.
 */
export const finishGoogle = (answer: CallbackRequest) =>
  queryOptions({
    queryKey: ['callback', answer.state],
    queryFn: () => dataOf(api.POST('/auth/google', { body: answer })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
    retryOnMount: false,
    refetchOnMount: false,
    refetchOnReconnect: false,
    refetchOnWindowFocus: false,
    networkMode: 'always',
  });
