import { Box, Button, Group, Text, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Moment } from '@/components/moment';
import { StatusBadge } from '@/components/status-badge';
import { tell, tellProblem } from '@/components/tell';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { useNow } from '@/lib/use-now';
import { type Command, commandMailbox } from '../api/command-mailbox';
import { MailboxMenu } from './mailbox-menu';

const DONE: Record<Command, string> = {
  pause: 'Paused. No more calls are made to Gmail.',
  resume: 'Resumed.',
  sync: 'Looking for new mail now.',
};

export function MailboxHeader({ mailbox }: { mailbox: Mailbox }) {
  const update = useMailboxUpdate();
  const command = useMutation({
    mutationFn: (name: Command) => commandMailbox(mailbox.id, name),
    onSuccess: (changed, name) => {
      update(changed);
      tell(mailbox.email, DONE[name]);
    },
    onError: tellProblem,
  });
  const { status } = mailbox;
  const paused = status === 'PAUSED';
  const stopped = status === 'NEEDS_RECONNECT' || status === 'DISCONNECTING';
  const busy = (name: Command) => command.isPending && command.variables === name;

  return (
    <Group justify="space-between" align="flex-start" gap="md">
      <Box miw={0}>
        <Group gap="sm">
          <Title order={1} className="mk-break">
            {mailbox.email}
          </Title>
          <StatusBadge status={status} />
        </Group>
        <Freshness mailbox={mailbox} />
      </Box>
      <Group gap="xs">
        {paused ? (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} stroke={1.8} aria-hidden="true" />}
            loading={busy('resume')}
            onClick={() => command.mutate('resume')}
          >
            Resume
          </Button>
        ) : (
          <Button
            variant="default"
            disabled={stopped}
            leftSection={<IconPlayerPause size={16} stroke={1.8} aria-hidden="true" />}
            loading={busy('pause')}
            onClick={() => command.mutate('pause')}
          >
            Pause
          </Button>
        )}
        <Button
          variant="default"
          disabled={paused || stopped || mailbox.senders.length === 0}
          leftSection={<IconRefresh size={16} stroke={1.8} aria-hidden="true" />}
          loading={busy('sync')}
          onClick={() => command.mutate('sync')}
        >
          Look now
        </Button>
        <MailboxMenu mailbox={mailbox} />
      </Group>
    </Group>
  );
}

function Freshness({ mailbox }: { mailbox: Mailbox }) {
  if (mailbox.senders.length === 0) {
    return (
      <Text c="dimmed" fz="sm" mt={4}>
        Connected. No senders are chosen yet, so nothing is read.
      </Text>
    );
  }
  return (
    <Text c="dimmed" fz="sm" mt={4}>
      {mailbox.completeAsOf ? (
        <>
          Complete as of <Moment at={mailbox.completeAsOf} />
        </>
      ) : (
        'Not complete yet'
      )}
      {mailbox.status === 'LIVE' && mailbox.nextSyncAt && <NextLook at={mailbox.nextSyncAt} />}
      {mailbox.status === 'PAUSED' && ' · No looks while paused'}
    </Text>
  );
}

function NextLook({ at }: { at: string }) {
  if (Date.parse(at) <= useNow()) return ' · Looking now';
  return (
    <>
      {' · '}Next look in <Moment at={at} as="left" />
    </>
  );
}
