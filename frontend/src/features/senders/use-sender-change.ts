import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toastProblem } from '@/components/toast';
import type { Tagged } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { sendersQuery } from '@/lib/api/list-senders';
import { asProblem } from '@/lib/api/problem';
import type { Mailbox, Senders } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { changeSenders } from './api/change-senders';
import { applied, between, isEmpty, type SenderChange } from './sender-change';

/** The list changed before the person's change arrived: what others did, and what the person wanted. */
export type Conflict = { theirs: SenderChange; mine: SenderChange; now: Tagged<Senders> };

type Submission = { change: SenderChange; from?: Tagged<Senders>; onDone: () => void };

/** Changes the senders of a mailbox without undoing the changes of another tab. */
export function useSenderChange(mailbox: Mailbox) {
  const client = useQueryClient();
  const update = useMailboxUpdate();
  const [conflict, setConflict] = useState<Conflict & { onDone: Submission['onDone'] }>();
  const list = sendersQuery(mailbox.id, mailbox.senders);

  const put = useMutation({
    mutationFn: async ({ change, from, onDone }: Submission): Promise<Mailbox | undefined> => {
      let base = from ?? (await client.ensureQueryData(list));
      for (;;) {
        const before = names(base);
        let refused: unknown;
        try {
          return await changeSenders(mailbox.id, applied(before, change), base.etag, change.removedMail);
        } catch (error) {
          if (asProblem(error).slug !== 'changed-meanwhile') throw error;
          refused = error;
        }
        const now = await client.fetchQuery({ ...list, staleTime: 0 });
        // The server refuses the very list that it sends: trying again would never end.
        if (now.etag === base.etag) throw refused;
        const theirs = between(before, names(now));
        if (!isEmpty(theirs)) {
          setConflict({ theirs, mine: change, now, onDone });
          return undefined;
        }
        base = now;
      }
    },
    onSuccess: (changed, { onDone }) => {
      if (!changed) return;
      update(changed);
      void client.invalidateQueries({ queryKey: keys.senders(mailbox.id) });
      onDone();
    },
    onError: toastProblem,
  });

  return {
    submit: (change: SenderChange, onDone: Submission['onDone']) => put.mutate({ change, onDone }),
    pending: put.isPending,
    conflict,
    /** Applies the person's change to the present list. */
    applyBoth: () => {
      if (!conflict) return;
      setConflict(undefined);
      put.mutate({ change: conflict.mine, from: conflict.now, onDone: conflict.onDone });
    },
    /** Drops the person's change. */
    discard: () => {
      setConflict(undefined);
      void client.invalidateQueries({ queryKey: keys.mailbox(mailbox.id) });
    },
  };
}

export type SenderChanging = ReturnType<typeof useSenderChange>;

const names = ({ data }: Tagged<Senders>) => data.senders.map(({ sender }) => sender);
