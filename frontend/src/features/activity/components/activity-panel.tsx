import { Stack } from '@mantine/core';
import { Quarantine } from './quarantine';
import { Runs } from './runs';

export function ActivityPanel({ mailboxId }: { mailboxId: string }) {
  return (
    <Stack gap="lg">
      <Quarantine mailboxId={mailboxId} />
      <Runs mailboxId={mailboxId} />
    </Stack>
  );
}
