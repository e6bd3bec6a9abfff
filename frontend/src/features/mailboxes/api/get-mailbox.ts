import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';

/** One mailbox. It is asked for even while hints arrive: a hint may get lost, the page must stay true. */
export const mailboxQuery = (id: string) =>
  queryOptions({
    queryKey: keys.mailboxState(id),
    queryFn: () => dataOf(api.GET('/api/mailboxes/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => nextAsk(query.state.data, Date.now()),
  });

const OFTEN = 3000;
const REGULARLY = 15_000;

/** Milliseconds until the mailbox is asked for again: often while it works, and right after a check was due. */
export function nextAsk(mailbox: Mailbox | undefined, now: number): number {
  if (mailbox?.status === 'IMPORTING') return OFTEN;
  if (mailbox?.status !== 'LIVE' || !mailbox.nextSyncAt) return REGULARLY;
  const left = Date.parse(mailbox.nextSyncAt) - now;
  return Math.min(REGULARLY, Math.max(0, left) + OFTEN);
}
