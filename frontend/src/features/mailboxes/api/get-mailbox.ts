import { queryOptions } from '@tanstack/react-query';
import { api, dataOf } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';

/** One mailbox. The page polls it even while hints arrive, because a hint may get lost. */
export const mailboxQuery = (id: string) =>
  queryOptions({
    queryKey: keys.mailboxState(id),
    queryFn: () => dataOf(api.GET('/api/mailboxes/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => nextPoll(query.state.data, Date.now()),
  });

const OFTEN = 3000;
const REGULARLY = 15_000;

/** Milliseconds until the next poll: often while it imports, and right after a check was due. */
export function nextPoll(mailbox: Mailbox | undefined, now: number): number {
  if (mailbox?.status === 'IMPORTING') return OFTEN;
  if (mailbox?.status !== 'LIVE' || !mailbox.nextSyncAt) return REGULARLY;
  const left = Date.parse(mailbox.nextSyncAt) - now;
  return Math.min(REGULARLY, Math.max(0, left) + OFTEN);
}
