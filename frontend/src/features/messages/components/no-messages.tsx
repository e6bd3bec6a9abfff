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
        title="No saved messages match"
        action={
          <Button variant="default" size="sm" mt="sm" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        Mailkeep searches sender names, addresses, subjects and previews.
      </EmptyState>
    );
  }
  if (mailbox.senders.length === 0) {
    return (
      <EmptyState
        icon={IconUsers}
        title="No senders yet"
        action={
          <Button mt="sm" onClick={onChooseSenders}>
            Choose senders
          </Button>
        }
      >
        Add the people and lists whose mail matters. Everything they have sent you appears here.
      </EmptyState>
    );
  }
  if (mailbox.status === 'IMPORTING') {
    return (
      <EmptyState icon={IconDownload} title="Import started">
        Mailkeep is searching Gmail for mail from your senders. The newest messages appear first.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconInbox} title="No mail yet">
      Your senders haven't written to this address yet. New mail appears here automatically.
    </EmptyState>
  );
}
