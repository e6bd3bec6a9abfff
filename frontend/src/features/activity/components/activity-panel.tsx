import { Stack } from '@mantine/core';
import { Quarantine } from './quarantine';
import { SyncLog } from './sync-log';

export function ActivityPanel({ mailboxId }: { mailboxId: string }) {
  return (
    <Stack gap="lg">
      <Quarantine mailboxId={mailboxId} />
      <SyncLog mailboxId={mailboxId} />
    </Stack>
  );
}
