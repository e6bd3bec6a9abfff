import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Receipt } from '@/lib/api/types';

/** Whether every step that Mailkeep can do is done. */
export const isComplete = (receipt: Receipt): boolean =>
  Boolean(
    (receipt.revokedAtGoogle || receipt.grantKept || receipt.byHand === 'NOT_POSSIBLE') &&
      receipt.deletedAt &&
      receipt.workflowEnded,
  );

export const receiptQuery = (id: string) =>
  queryOptions({
    queryKey: keys.receipt(id),
    queryFn: () => dataOf(api.GET('/api/receipts/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isComplete(query.state.data) ? false : 2000),
  });
