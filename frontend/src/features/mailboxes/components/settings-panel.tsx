import { Box, Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast, toastProblem } from '@/components/toast';
import { keys } from '@/lib/api/keys';
import { asProblem } from '@/lib/api/problem';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { dateAndTime, durationSeconds, durationWords } from '@/lib/format';
import { changeSyncInterval, settingsQuery } from '../api/change-settings';
import { DisconnectDialog } from './disconnect-dialog';
import { ResyncDialog } from './resync-dialog';

const PRESETS = ['PT10S', 'PT30S', 'PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT24H'];

export function SettingsPanel({ mailbox }: { mailbox: Mailbox }) {
  const update = useMailboxUpdate();
  const client = useQueryClient();
  const settings = useQuery(settingsQuery(mailbox.id));
  // The interval and the tag must come from the same answer.
  const seen = settings.data?.data.syncInterval ?? mailbox.syncInterval;
  const change = useMutation({
    mutationFn: (interval: string) => changeSyncInterval(mailbox.id, interval, settings.data?.etag),
    onSuccess: (changed) => {
      update(changed);
      toast('Saved', `Mailkeep now checks every ${durationWords(changed.syncInterval)}.`);
    },
    onError: async (error) => {
      if (asProblem(error).slug !== 'changed-meanwhile') return toastProblem(error);
      const { data } = await client.fetchQuery({ ...settingsQuery(mailbox.id), staleTime: 0 });
      toast(
        'Changed in another tab',
        `It's every ${durationWords(data.syncInterval)} now. Choose again to change it.`,
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.mailboxState(mailbox.id) }),
  });
  return (
    <Stack gap="lg">
      <Box component="section" className="mk-surface" p="lg">
        <Title order={2}>How often to check</Title>
        <Text c="dimmed" fz="sm" mt={4} mb="md" maw="60ch">
          Frequent checks are cheap. A change applies at once.
        </Text>
        <NativeSelect
          label="Check for new mail every"
          maw={280}
          value={seen}
          disabled={change.isPending || mailbox.status === 'DISCONNECTING'}
          data={options(seen)}
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

/** The presets and the present interval, shortest first. */
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
        title="Resync this mailbox"
        text="Lists all mail from your senders at Gmail again and saves what is missing."
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
        text="Revokes the access at Google and deletes all saved mail from this mailbox."
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
