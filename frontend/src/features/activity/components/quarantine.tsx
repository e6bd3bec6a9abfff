import { Box, Button, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Moment } from '@/components/moment';
import { toast, toastProblem } from '@/components/toast';
import { keys } from '@/lib/api/keys';
import { counted } from '@/lib/format';
import { usePollInterval } from '@/lib/live/live-updates';
import { quarantineQuery } from '../api/list-quarantine';
import { retryQuarantined } from '../api/retry-quarantined';
import classes from './quarantine.module.css';

/** Messages that could not be saved by their own fault. Absent while there are none. */
export function Quarantine({ mailboxId }: { mailboxId: string }) {
  const client = useQueryClient();
  const { data } = useQuery({ ...quarantineQuery(mailboxId), refetchInterval: usePollInterval() });
  const retry = useMutation({
    mutationFn: (messageId: string) => retryQuarantined(mailboxId, messageId),
    onSuccess: () => toast('Trying again', 'The message leaves this list once it is saved.'),
    onError: toastProblem,
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.quarantine(mailboxId) });
      void client.invalidateQueries({ queryKey: keys.mailboxState(mailboxId) });
    },
  });
  if (!data || data.length === 0) return null;
  return (
    <Box component="section" className="mk-surface" aria-labelledby="quarantine">
      <Title order={2} id="quarantine" px="lg" pt="lg">
        Quarantine: {counted(data.length, 'message')}
      </Title>
      <Text c="dimmed" fz="sm" px="lg" pb="sm" maw="70ch">
        Mailkeep couldn't save these messages because of what is in them. They don't hold up other mail, and
        you can try them again.
      </Text>
      <ul className={classes.list} aria-label="Quarantined messages">
        {data.map((message) => (
          <li key={message.messageId} className={classes.item}>
            <Box flex="1 1 260px" miw={0}>
              <Text fz="sm" fw={540} className="mk-break">
                {message.reason}
              </Text>
              <Text fz="xs" c="dimmed" className="mk-break">
                Message {message.messageId} · {counted(message.attempts, 'attempt')} · since{' '}
                <Moment at={message.quarantinedAt} />
              </Text>
            </Box>
            <Button
              variant="default"
              size="xs"
              aria-label={`Try again: message ${message.messageId}`}
              loading={retry.isPending && retry.variables === message.messageId}
              onClick={() => retry.mutate(message.messageId)}
            >
              Try again
            </Button>
          </li>
        ))}
      </ul>
    </Box>
  );
}
