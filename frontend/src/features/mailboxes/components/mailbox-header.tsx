import { Box, Button, Group, Title } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { StatusBadge } from '@/components/status-badge';
import { toast, toastProblem } from '@/components/toast';
import type { Mailbox } from '@/lib/api/types';
import { useMailboxUpdate } from '@/lib/api/use-mailbox-update';
import { useNow } from '@/lib/use-now';
import { type Command, commandMailbox } from '../api/command-mailbox';
import { displayStatus } from '../display-status';
import { Freshness } from './freshness';
import { MailboxMenu } from './mailbox-menu';

const DONE: Record<Command, string> = {
  pause: 'Paused. Mailkeep stopped checking Gmail.',
  resume: 'Resumed.',
  check: 'Checking for new mail now.',
};

type Props = {
  mailbox: Mailbox;
  /** Since when the server has not answered, in milliseconds; undefined while it does. */
  unknownSince: number | undefined;
};

export function MailboxHeader({ mailbox, unknownSince }: Props) {
  const now = useNow();
  const update = useMailboxUpdate();
  const command = useMutation({
    mutationFn: (name: Command) => commandMailbox(mailbox.id, name),
    onSuccess: (changed, name) => {
      update(changed);
      toast(mailbox.email, DONE[name]);
    },
    onError: toastProblem,
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
          <StatusBadge status={displayStatus(mailbox, now, unknownSince === undefined)} />
        </Group>
        <Freshness mailbox={mailbox} unknownSince={unknownSince} />
      </Box>
      <Group gap="xs">
        {paused ? (
          <Button
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
          loading={busy('check')}
          onClick={() => command.mutate('check')}
        >
          Check now
        </Button>
        <MailboxMenu mailbox={mailbox} />
      </Group>
    </Group>
  );
}
