import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { keys } from '@/lib/api/keys';
import type { Mailbox } from '@/lib/api/types';

/** Shows the mailbox that a command answered with, and reads the lists again that the command changes. */
export function useMailboxUpdate() {
  const client = useQueryClient();
  return useCallback(
    (mailbox: Mailbox) => {
      // An answer that is still on its way would show the mailbox as it was before the command.
      void client.cancelQueries({ queryKey: keys.mailboxState(mailbox.id) });
      client.setQueryData(keys.mailboxState(mailbox.id), mailbox);
      void client.invalidateQueries({ queryKey: keys.mailboxes });
      void client.invalidateQueries({ queryKey: keys.syncLog(mailbox.id) });
    },
    [client],
  );
}
