import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';

/** Takes the mailbox that a command answered with, and asks again for the lists that it changes. */
export function useMailboxUpdate() {
  const client = useQueryClient();
  return useCallback(
    (mailbox: Mailbox) => {
      // An answer that is still under way would tell of the time before the command.
      void client.cancelQueries({ queryKey: keys.mailboxState(mailbox.id) });
      client.setQueryData(keys.mailboxState(mailbox.id), mailbox);
      void client.invalidateQueries({ queryKey: keys.mailboxes });
      void client.invalidateQueries({ queryKey: keys.runs(mailbox.id) });
    },
    [client],
  );
}
