import { Button } from '@mantine/core';
import { IconDownload, IconFilterOff, IconInbox, IconUsers } from '@tabler/icons-react';
import { EmptyState } from '@/components/empty-state';
import type { Mailbox } from '@/lib/api/types';

type Props = { mailbox: Mailbox; filtered: boolean; onClear: () => void; onChooseSenders: () => void };

export function NoMessages({ mailbox, filtered, onClear, onChooseSenders }: Props) {
  if (filtered) {
    return (
      <EmptyState
        icon={IconFilterOff}
        title="No message matches"
        action={
          <Button variant="default" size="sm" mt="sm" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        No saved messages match. Sender names, addresses, subjects and previews are searched.
      </EmptyState>
    );
  }
  if (mailbox.senders.length === 0) {
    return (
      <EmptyState
        icon={IconUsers}
        title="Nobody's mail is kept yet"
        action={
          <Button mt="sm" onClick={onChooseSenders}>
            Choose senders
          </Button>
        }
      >
        Name the people and lists whose mail matters, and what they ever sent appears here.
      </EmptyState>
    );
  }
  if (mailbox.status === 'IMPORTING') {
    return (
      <EmptyState icon={IconDownload} title="The import has begun">
        Gmail is being searched for your senders' mail. The newest messages appear here first.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconInbox} title="No mail yet">
      Your senders have not written to this address so far. New mail appears here by itself.
    </EmptyState>
  );
}
