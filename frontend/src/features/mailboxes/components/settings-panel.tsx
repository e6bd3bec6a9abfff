import { Box, Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { tell, tellProblem } from '@/components/tell';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { dateAndTime, durationSeconds, durationWords } from '@/lib/format';
import { changeSyncInterval } from '../api/change-settings';
import { DisconnectDialog } from './disconnect-dialog';
import { ResyncDialog } from './resync-dialog';

const PRESETS = ['PT10S', 'PT30S', 'PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT24H'];

export function SettingsPanel({ mailbox }: { mailbox: Mailbox }) {
  const update = useMailboxUpdate();
  const change = useMutation({
    mutationFn: (interval: string) => changeSyncInterval(mailbox.id, interval),
    onSuccess: (changed) => {
      update(changed);
      tell('Saved', `Mailkeep now looks every ${durationWords(changed.syncInterval)}.`);
    },
    onError: tellProblem,
  });
  return (
    <Stack gap="lg">
      <Box component="section" className="mk-surface" p="lg">
        <Title order={2}>How often to look</Title>
        <Text c="dimmed" fz="sm" mt={4} mb="md" maw="60ch">
          A look without changes costs two of Google's quota units, so frequent looks are cheap. A change
          applies at once.
        </Text>
        <NativeSelect
          label="Look for new mail every"
          maw={280}
          value={mailbox.syncInterval}
          disabled={change.isPending || mailbox.status === 'DISCONNECTING'}
          data={options(mailbox.syncInterval)}
          onChange={(event) => change.mutate(event.currentTarget.value)}
        />
        <Text c="dimmed" fz="sm" mt="md">
          Connected since <time dateTime={mailbox.connectedAt}>{dateAndTime(mailbox.connectedAt)}</time>
        </Text>
      </Box>
      <DangerZone mailbox={mailbox} />
    </Stack>
  );
}

/** The presets, and whatever the mailbox has now, in order of length. */
function options(current: string) {
  const same = (preset: string) => durationSeconds(preset) === durationSeconds(current);
  return [...PRESETS.filter((preset) => !same(preset)), current]
    .sort((a, b) => durationSeconds(a) - durationSeconds(b))
    .map((value) => ({ value, label: durationWords(value) }));
}

function DangerZone({ mailbox }: { mailbox: Mailbox }) {
  const [dialog, setDialog] = useState<'resync' | 'disconnect'>();
  const close = () => setDialog(undefined);
  return (
    <Box component="section" className="mk-surface" p="lg" aria-labelledby="danger-zone">
      <Title order={2} id="danger-zone">
        Danger zone
      </Title>
      <Row
        title="List everything again"
        text="Asks Gmail for all mail of your senders once more and stores what is missing."
      >
        <Button
          variant="default"
          disabled={mailbox.senders.length === 0}
          aria-label="Resync this mailbox"
          onClick={() => setDialog('resync')}
        >
          Resync…
        </Button>
      </Row>
      <Row
        title="Disconnect this mailbox"
        text="Revokes the access at Google and deletes everything that is stored of this mailbox."
      >
        <Button
          variant="outline"
          c="var(--mk-bad)"
          bd="1px solid var(--mk-bad)"
          aria-label="Disconnect this mailbox"
          onClick={() => setDialog('disconnect')}
        >
          Disconnect…
        </Button>
      </Row>
      <ResyncDialog mailbox={mailbox} opened={dialog === 'resync'} onClose={close} />
      <DisconnectDialog mailbox={mailbox} opened={dialog === 'disconnect'} onClose={close} />
    </Box>
  );
}

function Row({ title, text, children }: { title: string; text: string; children: React.ReactNode }) {
  return (
    <Group justify="space-between" mt="md" gap="sm">
      <Box flex="1 1 260px">
        <Text fw={560} fz="sm">
          {title}
        </Text>
        <Text c="dimmed" fz="sm">
          {text}
        </Text>
      </Box>
      {children}
    </Group>
  );
}
