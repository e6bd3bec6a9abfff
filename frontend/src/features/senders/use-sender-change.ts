import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { tellProblem } from '@/components/tell';
import type { Tagged } from '@/lib/api/client';
import { keys } from '@/lib/api/keys';
import { sendersQuery } from '@/lib/api/list-senders';
import { asProblem } from '@/lib/api/problem';
import type { Mailbox, Senders } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { changeSenders } from './api/change-senders';
import { applied, between, isNothing, type SenderChange } from './sender-change';

/** The list is another one than the change was made from: what others did, and what was wanted. */
export type Conflict = { theirs: SenderChange; mine: SenderChange; now: Tagged<Senders> };

type Order = { change: SenderChange; from?: Tagged<Senders>; onDone: () => void };

/** Changes the senders of a mailbox, and never undoes what another tab did to them. */
export function useSenderChange(mailbox: Mailbox) {
  const client = useQueryClient();
  const update = useMailboxUpdate();
  const [conflict, setConflict] = useState<Conflict & { onDone: Order['onDone'] }>();
  const list = sendersQuery(mailbox.id, mailbox.senders);

  const put = useMutation({
    mutationFn: async ({ change, from, onDone }: Order): Promise<Mailbox | undefined> => {
      let base = from ?? (await client.ensureQueryData(list));
      for (;;) {
        const before = names(base);
        try {
          return await changeSenders(mailbox.id, applied(before, change), base.etag, change.removedMail);
        } catch (error) {
          if (asProblem(error).slug !== 'changed-meanwhile') throw error;
        }
        const now = await client.fetchQuery({ ...list, staleTime: 0 });
        const theirs = between(before, names(now));
        if (!isNothing(theirs)) {
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
    onError: tellProblem,
  });

  return {
    submit: (change: SenderChange, onDone: Order['onDone']) => put.mutate({ change, onDone }),
    pending: put.isPending,
    conflict,
    /** Does what was wanted to the list as it is now. */
    applyBoth: () => {
      if (!conflict) return;
      setConflict(undefined);
      put.mutate({ change: conflict.mine, from: conflict.now, onDone: conflict.onDone });
    },
    /** Leaves the list to the others. */
    giveUp: () => {
      setConflict(undefined);
      void client.invalidateQueries({ queryKey: keys.mailbox(mailbox.id) });
    },
  };
}

export type SenderChanging = ReturnType<typeof useSenderChange>;

const names = ({ data }: Tagged<Senders>) => data.senders.map(({ sender }) => sender);
